import Tensors

/// A plan ready to run: everything about a run that does not depend on what is fed, so that the next run starts at once.
///
/// Values have numbers here, since names would have to be looked up at every step.
final class PreparedPlan: Sendable {
    /// A step with the numbers of its values; `nil` where it has no such value.
    ///
    /// A class, since a run has every step in its hands for a moment, and would count references to all of its parts.
    final class Step: Sendable {
        let operation: Plan.Step
        /// The form for blocked maps, where the step has one.
        let blocked: BlockedStep?
        let inputs: [Int?]
        let residual: Int?
        let outputs: [Int?]
        /// Whether inputs and output are one piece of memory, so that joining them takes nothing.
        let isJoinedInPlace: Bool

        /// A value that is read twice is among them twice.
        let allInputs: [Int?]

        init(_ operation: Plan.Step, blocked: BlockedStep?, _ numbers: ValueNumbers, isJoinedInPlace: Bool) {
            self.operation = operation
            self.blocked = blocked
            inputs = operation.inputs.map(numbers.number)
            residual = (blocked?.residual ?? operation.epilogue.residual).flatMap(numbers.number)
            outputs = operation.outputs.map(numbers.number)
            self.isJoinedInPlace = isJoinedInPlace
            allInputs = inputs + [residual]
        }
    }

    let plan: Plan
    let steps: [Step]
    let names: [String]
    let isWanted: [Bool]
    /// The size of each value.
    private let byteCounts: [Int]
    /// How many inputs of steps each value is.
    let readerCounts: [Int]
    /// The places of each value's maps, where it has maps.
    let maps: [Region?]
    /// The places that the steps need of each value that is read in blocks.
    let needs: [Region?]
    let memory: MapMemoryPlan
    let multiplyAdds: Int

    /// - Parameters:
    ///   - keepsLandmarks: whether values that later runs can start from are computed as if they were asked for.
    ///   - tuned: the ways of convolutions that were measured.
    /// - Throws: `RunError`, naming the step that cannot be set up.
    init(
        _ plan: Plan, of network: Network, keepsLandmarks: Bool = false, in context: RunContext, tuned: TunedConvolutions? = nil
    ) throws {
        multiplyAdds = plan.multiplyAdds
        var plan = plan
        var blockedSteps = try plan.blockedSteps(in: network, context)
        if let tuned {
            blockedSteps = blockedSteps.map { $0?.tuned(by: tuned, in: network, context) }
        }
        if context.usesWinograd { plan.joinPools(&blockedSteps) }
        plan.joinDepthwise(&blockedSteps, threadCount: context.threadCount)
        if keepsLandmarks { plan.wanted.formUnion(plan.landmarks(in: network)) }
        self.plan = plan
        let numbers = ValueNumbers(plan)
        names = numbers.names
        maps = names.map { name in network.values[name].flatMap { Region(all: $0.shape) } }
        isWanted = names.map(plan.wanted.contains)
        byteCounts = names.map { network.values[$0].map { $0.shape.elementCount * $0.elementType.byteWidth } ?? 0 }
        let regions = network.regions(neededBy: blockedSteps)
        var needs = names.map { regions[$0] }
        memory = MapMemoryPlan(plan, blockedSteps, numbers, network, needs: &needs)
        self.needs = needs
        let joinedSteps = memory.joinedSteps
        steps = plan.steps.indices.map { index in
            Step(plan.steps[index], blocked: blockedSteps[index], numbers, isJoinedInPlace: joinedSteps.contains(index))
        }
        var counts = [Int](repeating: 0, count: names.count)
        for step in steps { for case let number? in step.allInputs { counts[number] += 1 } }
        readerCounts = counts
    }

    /// Bytes of what a step reads and makes, each value once.
    func byteCount(of step: Step) -> Int { Set((step.allInputs + step.outputs).compactMap { $0 }).reduce(0) { $0 + byteCounts[$1] } }
}

/// The values of a plan, counted.
struct ValueNumbers {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]

    init(_ plan: Plan) {
        for step in plan.steps { for name in step.allInputs + step.outputs { add(name) } }
        for name in plan.wanted { add(name) }
    }

    private mutating func add(_ name: String) {
        guard !name.isEmpty, numbers[name] == nil else { return }
        numbers[name] = names.count
        names.append(name)
    }

    /// `nil` for the name of an input that is left out.
    func number(_ name: String) -> Int? { numbers[name] }
}
