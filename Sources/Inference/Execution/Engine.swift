import CKernels
import Synchronization
import Tensors

/// Computes values of networks: any by name, nothing twice, and nothing that was not asked for.
package final class Engine: Sendable {
    package let cache: ActivationCache
    private let threads: Atomic<Int>
    private let chosenKernels = Mutex(KernelChoice.auto)
    private let tunedConvolutions = Mutex<TunedConvolutions?>(nil)

    /// - Parameters:
    ///   - threadCount: how many threads share the work of an operation.
    ///   - cacheBudgetInBytes: how much memory the values that were asked for may keep.
    package init(threadCount: Int, cacheBudgetInBytes: Int = 512 << 20) {
        threads = Atomic(max(1, threadCount))
        cache = ActivationCache(budgetInBytes: cacheBudgetInBytes)
        Self.prepareProcess
    }

    /// As many threads as there are processors for this process.
    package static let standardThreadCount = Int(cnns_processor_count())

    package var threadCount: Int {
        get { threads.load(ordering: .relaxed) }
        set { threads.store(max(1, newValue), ordering: .relaxed) }
    }

    /// What computes convolutions and products. What another choice computed is dropped from the cache: its last digits differ.
    package var kernels: KernelChoice {
        get { chosenKernels.withLock { $0 } }
        set {
            let isOther = chosenKernels.withLock { chosen in
                defer { chosen = newValue }
                return chosen != newValue
            }
            if isOther { cache.removeAll() }
        }
    }

    /// The ways of convolutions that were measured, for plans to come; `nil` leaves all to the cost model.
    ///
    /// What was computed in other ways is dropped from the cache.
    package var tuned: TunedConvolutions? {
        get { tunedConvolutions.withLock { $0 } }
        set {
            let isOther = tunedConvolutions.withLock { tuned in
                defer { tuned = newValue }
                return tuned != newValue
            }
            if isOther { cache.removeAll() }
        }
    }

    /// Done once: memory of past activations is used again instead of being handed back and faulted in anew.
    private static let prepareProcess: Void = cnns_keep_freed_memory()

    /// Computes the values `wanted` of a network for what is fed to it, with `edits` made on the way.
    ///
    /// A feed may name any value of the network: what only that value depends on is then not needed. Whatever no edit reaches
    /// comes from the cache of runs without it.
    ///
    /// - Parameters:
    ///   - caching: whether what is computed stays in the cache; of much arithmetic, some values on the way, too.
    ///   - keepsLocality: whether a number may depend on nothing but its receptive field, to the last digit. Otherwise convolutions may
    ///     compute tiles of outputs together, whose rounding depends on all that lies under the tile.
    ///   - recorder: notes what each step takes.
    /// - Throws: ``RunError``, ``EditError``; ``RunCancelled`` once `control` was cancelled. What was computed until then is dropped.
    package func run(
        _ network: Network, feed: Feed, edits: [Edit] = [], wanted: [String], caching: Bool = true, keepsLocality: Bool = false,
        control: RunControl = RunControl(), recorder: StepRecorder? = nil
    ) throws -> Run {
        for edit in edits { try edit.check(against: network) }
        for name in wanted where network.values[name] == nil && network.producers[name] == nil { throw RunError.unknownValue(name) }
        try check(feed, against: network)
        let scope = EditScope(edits, in: network)
        let key = { (value: String, edits: [Edit]) in
            ActivationCache.Key(
                network: network.identifier, feed: feed.identifier, value: value, edits: edits, keepsLocality: keepsLocality)
        }
        let known = { (value: String) -> Tensor? in
            if let tensor = feed.tensors[value] ?? network.constant(value) ?? self.cache[key(value, scope.edits(above: value))] {
                return tensor
            }
            guard scope.values.contains(value) else { return nil }
            return self.cache[key(value, scope.edits(strictlyAbove: value))].map { scope.edited($0, value) }
        }
        let context = RunContext(
            threadCount: threadCount, control: control, kernels: kernels, usesWinograd: !keepsLocality, recorder: recorder)
        let tuned = tuned
        let prepare = {
            let plan = Plan(network, wanted: wanted, edited: scope.values) { value in
                if feed.tensors[value] != nil || network.constant(value) != nil { return true }
                return self.cache.contains(key(value, scope.edits(above: value)))
                    || scope.values.contains(value) && self.cache.contains(key(value, scope.edits(strictlyAbove: value)))
            }
            return try PreparedPlan(plan, of: network, keepsLandmarks: caching, in: context, tuned: tuned)
        }
        let isNew = !cache.containsValues(network: network.identifier, feed: feed.identifier)
        let prepared =
            try isNew
            ? network.plans.plan(
                PlanCache.Key(
                    wanted: wanted, edited: scope.values, fed: Set(feed.tensors.keys), kernels: context.kernels,
                    usesWinograd: context.usesWinograd, threadCount: threadCount, keepsLandmarks: caching, tuned: tuned), prepare)
            : prepare()
        let plan = prepared.plan
        try check(plan, of: network, feed)
        let computed = try network.run(prepared, edits: scope, in: context, known: known)
        if caching { for (name, tensor) in computed { cache[key(name, scope.edits(above: name))] = tensor } }
        var values = computed.filter { wanted.contains($0.key) }
        let computedValueCount = values.count
        for name in wanted where values[name] == nil { values[name] = known(name) }
        return Run(
            values: values, computedValueCount: computedValueCount, operationCount: plan.steps.count, multiplyAdds: prepared.multiplyAdds)
    }

    /// Throws unless what is fed has the shapes and types of the network's values.
    private func check(_ feed: Feed, against network: Network) throws(RunError) {
        for (name, tensor) in feed.tensors {
            guard let expected = network.values[name] else { throw .unknownValue(name) }
            guard expected.shape == tensor.shape, expected.elementType == tensor.elementType else {
                throw .inputShape(name, expected: expected.shape, found: tensor.shape)
            }
        }
    }

    /// Throws unless the inputs that a plan needs are fed.
    private func check(_ plan: Plan, of network: Network, _ feed: Feed) throws(RunError) {
        let missing = network.inputs.map(\.name).filter { feed.tensors[$0] == nil }
        guard !missing.isEmpty else { return }
        let needed = Set(plan.steps.flatMap(\.allInputs)).union(plan.wanted)
        if let input = missing.first(where: needed.contains) {
            throw .missingInput(input)
        }
    }
}

/// What goes into a network, by the names of its inputs.
package struct Feed: Sendable {
    /// Tells feeds apart in a cache.
    package let identifier: Int
    package let tensors: [String: Tensor]

    private static let identifiers = Atomic<Int>(0)

    package init(_ tensors: [String: Tensor]) {
        self.tensors = tensors
        identifier = Self.identifiers.add(1, ordering: .relaxed).newValue
    }
}

/// What a run yielded, and what it took.
package struct Run: Sendable {
    /// The values asked for, by name.
    package let values: [String: Tensor]
    /// How many of them were not in the cache.
    package let computedValueCount: Int
    /// How many operations ran.
    package let operationCount: Int
    /// The multiplications with accumulation of those operations.
    package let multiplyAdds: Int
}

/// Why a run had no result.
package enum RunError: Error, CustomStringConvertible {
    case unknownValue(String)
    case missingInput(String)
    case inputShape(String, expected: Shape, found: Shape)
    case operation(String, reason: String)
    /// The value has texts where numbers are wanted.
    case texts(String)

    package var description: String {
        switch self {
        case .unknownValue(let name): "the network has no value '\(name)'"
        case .missingInput(let name): "nothing is fed to the input '\(name)'"
        case .inputShape(let name, let expected, let found): "the input '\(name)' takes the shape \(expected), found \(found)"
        case .operation(let name, let reason): "'\(name)': \(reason)"
        case .texts(let name): "expected numbers, found texts in '\(name)'"
        }
    }
}
