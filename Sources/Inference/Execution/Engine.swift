import CKernels
import COpenBLAS
import Synchronization
import Tensors

/// Computes values of networks: any by name, nothing twice, and nothing that was not asked for.
package final class Engine: Sendable {
    package let cache: ActivationCache
    private let threads: Atomic<Int>

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

    /// Done once: matrix products run on our threads, one each, and memory of past activations is used again instead of being
    /// handed back and faulted in anew.
    private static let prepareProcess: Void = {
        openblas_set_num_threads(1)
        cnns_keep_freed_memory()
    }()

    /// Computes the values `wanted` of a network for what is fed to it.
    ///
    /// - Throws: ``RunError``; ``RunCancelled`` once `control` was cancelled. What was computed until then is dropped.
    package func run(_ network: Network, feed: Feed, wanted: [String], control: RunControl = RunControl()) throws -> Run {
        for name in wanted where network.values[name] == nil { throw RunError.unknownValue(name) }
        try check(feed, against: network)
        let key = { (value: String) in ActivationCache.Key(network: network.identifier, feed: feed.identifier, value: value) }
        let known = { (value: String) -> Tensor? in feed.tensors[value] ?? network.constant(value) ?? self.cache[key(value)] }
        let plan = Plan(network, wanted: wanted) { value in
            feed.tensors[value] != nil || network.constant(value) != nil || cache.contains(key(value))
        }
        var execution = Execution(plan: plan, context: RunContext(threadCount: threadCount, control: control), known: known)
        let computed = try execution.run()
        for (name, tensor) in computed { cache[key(name)] = tensor }
        var values = computed
        for name in wanted where values[name] == nil { values[name] = known(name) }
        return Run(values: values, computedValueCount: computed.count, operationCount: plan.steps.count, multiplyAdds: plan.multiplyAdds)
    }

    private func check(_ feed: Feed, against network: Network) throws(RunError) {
        for input in network.inputs {
            guard let tensor = feed.tensors[input.name] else { throw .missingInput(input.name) }
            guard let expected = network.values[input.name], expected.shape == tensor.shape, expected.elementType == tensor.elementType
            else { throw .inputShape(input.name, expected: network.values[input.name]?.shape ?? [], found: tensor.shape) }
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

    package var description: String {
        switch self {
        case .unknownValue(let name): "the network has no value '\(name)'"
        case .missingInput(let name): "nothing is fed to the input '\(name)'"
        case .inputShape(let name, let expected, let found): "the input '\(name)' takes the shape \(expected), found \(found)"
        case .operation(let name, let reason): "'\(name)': \(reason)"
        }
    }
}
