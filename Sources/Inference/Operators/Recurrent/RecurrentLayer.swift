import Tensors

/// What the recurrent operators share: sequences `[T, N, I]`, weights `[D, G·H, I]` and `[D, G·H, H]`, biases `[D, 2·G·H]` for D directions
/// and G gates of H numbers, initial states `[D, N, H]`. With `layout` 1 the batch comes first.
///
/// Outputs are all states `[T, D, N, H]` and the last ones `[D, N, H]`.
protocol RecurrentOperator: Operator {
    /// Gates of a cell, each with weights of its own.
    static var gateCount: Int { get }
    static var standardActivations: [RecurrentActivation.Kind] { get }
    /// Whether there is a second state beside the output: the cell's.
    static var hasCellState: Bool { get }

    var settings: RecurrentSettings { get }

    /// The next states of all rows of a batch.
    func next(_ state: RecurrentState, _ step: RecurrentStep) -> RecurrentState

    /// Whether the recurrent bias of a gate is not simply added to the gate.
    func keepsRecurrentBias(ofGate gate: Int) -> Bool
}

extension RecurrentOperator {
    static var hasCellState: Bool { false }
    func keepsRecurrentBias(ofGate gate: Int) -> Bool { false }
}

/// The attributes that all recurrent operators have.
struct RecurrentSettings: Sendable {
    /// Where each direction starts from.
    let directionsRunBackwards: [Bool]
    let hiddenSize: Int?
    let clip: Float?
    let hasBatchFirst: Bool
    /// For each direction its functions.
    let activations: [[RecurrentActivation]]

    private enum Direction: String, CaseIterable {
        case forward, reverse, bidirectional
    }

    init(_ attributes: Attributes, standardActivations: [RecurrentActivation.Kind]) throws(OperatorError) {
        directionsRunBackwards =
            switch try attributes.choice("direction", default: Direction.forward) {
            case .forward: [false]
            case .reverse: [true]
            case .bidirectional: [false, true]
            }
        hiddenSize = try attributes.int("hidden_size")
        clip = attributes["clip"] == nil ? nil : try attributes.float("clip", default: 0)
        if let clip, !(clip >= 0) { throw .attributeValue(name: "clip", value: "\(clip)", expected: "at least 0") }
        hasBatchFirst = try attributes.int("layout", default: 0) != 0
        activations = try RecurrentActivation.list(
            attributes, standard: standardActivations, directionCount: directionsRunBackwards.count)
    }

    var directionCount: Int { directionsRunBackwards.count }

    func clipped(_ x: Float) -> Float { clip.map { min($0, max(-$0, x)) } ?? x }
}

/// The extents of a recurrent operation.
struct RecurrentSize: Sendable {
    let length: Int
    let batch: Int
    let input: Int
    let hidden: Int
    let directions: Int
    let gates: Int

    init(_ settings: RecurrentSettings, gates: Int, _ inputs: [ValueInfo?]) throws(OperatorError) {
        let x = try inputs.required(0, "X")
        let (w, r) = (try inputs.required(1, "W"), try inputs.required(2, "R"))
        guard x.elementType.isFloatingPoint, x.elementType != .float64 else {
            throw .elementType(role: "X", found: x.elementType, expected: "float32, float16 or bfloat16")
        }
        guard x.shape.rank == 3 else { throw .rank(role: "X", found: x.shape, expected: "3 axes") }
        (length, batch) = settings.hasBatchFirst ? (x.shape[1], x.shape[0]) : (x.shape[0], x.shape[1])
        (input, directions, self.gates) = (x.shape[2], settings.directionCount, gates)
        guard r.shape.rank == 3, r.shape[2] > 0 else { throw .rank(role: "R", found: r.shape, expected: "3 axes") }
        hidden = r.shape[2]
        if let declared = settings.hiddenSize, declared != hidden {
            throw .attributeValue(name: "hidden_size", value: String(declared), expected: "\(hidden), as R has it")
        }
        let rows = gates.multipliedReportingOverflow(by: hidden).partialValue
        try Self.require(w, "W", [directions, rows, input], like: x)
        try Self.require(r, "R", [directions, rows, hidden], like: x)
        if let b = inputs.optional(3) { try Self.require(b, "B", [directions, 2 * rows], like: x) }
        if let lengths = inputs.optional(4) {
            guard lengths.elementType.isInteger, lengths.shape == [batch] else {
                throw .shapes(found: [lengths.shape], expected: "one integer a row of the batch for 'sequence_lens'")
            }
        }
        _ = try ValueInfo(checking: .float32, [length, batch, directions, rows])
    }

    /// Checks an initial state.
    func checkState(_ state: ValueInfo?, _ role: String, _ settings: RecurrentSettings, like x: ValueInfo) throws(OperatorError) {
        guard let state else { return }
        try Self.require(state, role, stateShape(settings), like: x)
    }

    private static func require(_ value: ValueInfo, _ role: String, _ shape: Shape, like x: ValueInfo) throws(OperatorError) {
        try value.requireType(of: x, role: role, like: "X")
        guard value.shape == shape else { throw .shapes(found: [value.shape], expected: "the shape \(shape) for '\(role)'") }
    }

    func stateShape(_ settings: RecurrentSettings) -> Shape {
        settings.hasBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
    }

    func outputShape(_ settings: RecurrentSettings) -> Shape {
        settings.hasBatchFirst ? [batch, length, directions, hidden] : [length, directions, batch, hidden]
    }
}

extension RecurrentOperator {
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        let size = try RecurrentSize(settings, gates: Self.gateCount, inputs)
        try size.checkState(inputs.optional(5), "initial_h", settings, like: x)
        if Self.hasCellState {
            try size.checkState(inputs.optional(6), "initial_c", settings, like: x)
            if let peepholes = inputs.optional(7), peepholes.shape != [size.directions, 3 * size.hidden] {
                throw .shapes(found: [peepholes.shape], expected: "the shape \(size.directions)x\(3 * size.hidden) for 'P'")
            }
        }
        let state = ValueInfo(x.elementType, size.stateShape(settings))
        return [ValueInfo(x.elementType, size.outputShape(settings)), state] + (Self.hasCellState ? [state] : [])
    }

    var parameterIndices: [Int] { [1, 2, 3] }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let size = try? RecurrentSize(settings, gates: Self.gateCount, inputs) else { return 0 }
        let perStep = size.directions * size.gates * size.hidden * (size.input + size.hidden)
        return (size.length * size.batch).multipliedReportingOverflow(by: perStep).partialValue
    }

    func kindDescription(inputs: [ValueInfo?]) -> String {
        let size = inputs.optional(2).map { " \($0.shape.dimensions.last ?? 0)" } ?? ""
        return Self.name + size + (settings.directionCount == 2 ? " both ways" : settings.directionsRunBackwards[0] ? " backwards" : "")
    }
}
