import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// Recurrent layers against cells written from the formulas, one number at a time in double precision.
@Suite struct RecurrentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let gates: Int
        var flags: [String: Int] = [:]
        var direction = "forward"
        var layout = 0
        var hasLengths = false
        var clip: Float?
        var testDescription: String { "\(name) \(direction), layout \(layout), \(flags), lengths \(hasLengths), clip \(clip ?? 0)" }
    }

    static let cases: [Case] = [
        ("RNN", 1, [:]), ("GRU", 3, [:]), ("GRU", 3, ["linear_before_reset": 1]), ("LSTM", 4, [:]), ("LSTM", 4, ["input_forget": 1]),
    ]
    .flatMap { name, gates, flags in
        ["forward", "reverse", "bidirectional"].flatMap { direction in
            [
                Case(name: name, gates: gates, flags: flags, direction: direction),
                Case(name: name, gates: gates, flags: flags, direction: direction, layout: 1, hasLengths: true),
                Case(name: name, gates: gates, flags: flags, direction: direction, hasLengths: true, clip: 0.4),
            ]
        }
    }

    private static let (length, batch, input, hidden) = (5, 3, 2, 4)

    /// What a layer is given, without a layout: `x[t][n]`, states `[d][n]`.
    private struct Given {
        let x, w, r, b, h, c, p: Tensor
        let lengths: [Int]

        init(_ example: Case, directions: Int) {
            let rows = example.gates * hidden
            x = .random([length, batch, input], seed: 1)
            w = .random([directions, rows, input], seed: 2)
            r = .random([directions, rows, hidden], seed: 3)
            b = .random([directions, 2 * rows], seed: 4)
            h = .random([directions, batch, hidden], seed: 5)
            c = .random([directions, batch, hidden], seed: 6)
            p = .random([directions, 3 * hidden], seed: 7)
            lengths = example.hasLengths ? [5, 1, 3] : [5, 5, 5]
        }
    }

    private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// One row through one direction: its outputs by time, and the last states.
    private func reference(_ example: Case, _ given: Given, _ direction: Int, _ row: Int, backwards: Bool) -> (
        y: [[Double]], h: [Double], c: [Double]
    ) {
        let (hidden, input, rows) = (Self.hidden, Self.input, example.gates * Self.hidden)
        var h = (0..<hidden).map { Double(given.h.floats[(direction * Self.batch + row) * hidden + $0]) }
        var c = (0..<hidden).map { Double(given.c.floats[(direction * Self.batch + row) * hidden + $0]) }
        var y = [[Double]](repeating: [Double](repeating: 0, count: hidden), count: Self.length)
        let clip = { (x: Double) in example.clip.map { min(Double($0), max(-Double($0), x)) } ?? x }
        let order = backwards ? Array((0..<given.lengths[row]).reversed()) : Array(0..<given.lengths[row])
        for time in order {
            let bias = { (place: Int) in Double(given.b.floats[direction * 2 * rows + place]) }
            let own = { (gate: Int, unit: Int) in
                (0..<input).reduce(bias(gate * hidden + unit)) { sum, i in
                    sum + Double(given.x.floats[(time * Self.batch + row) * input + i])
                        * Double(given.w.floats[(direction * rows + gate * hidden + unit) * input + i])
                }
            }
            let recurrent = { (gate: Int, unit: Int, state: [Double]) in
                (0..<hidden).reduce(bias(rows + gate * hidden + unit)) { sum, i in
                    sum + state[i] * Double(given.r.floats[(direction * rows + gate * hidden + unit) * hidden + i])
                }
            }
            let peep = { (gate: Int, unit: Int) in Double(given.p.floats[direction * 3 * hidden + gate * hidden + unit]) }
            let before = (h, c)
            for unit in 0..<hidden {
                switch example.name {
                case "RNN": h[unit] = tanh(clip(own(0, unit) + recurrent(0, unit, before.0)))
                case "GRU":
                    let z = Self.sigmoid(clip(own(0, unit) + recurrent(0, unit, before.0)))
                    let r = (0..<hidden).map { Self.sigmoid(clip(own(1, $0) + recurrent(1, $0, before.0))) }
                    let share =
                        example.flags.isEmpty
                        ? recurrent(2, unit, zip(r, before.0).map { $0 * $1 }) : r[unit] * recurrent(2, unit, before.0)
                    h[unit] = (1 - z) * tanh(clip(own(2, unit) + share)) + z * before.0[unit]
                default:
                    let i = Self.sigmoid(clip(own(0, unit) + recurrent(0, unit, before.0) + peep(0, unit) * before.1[unit]))
                    let plainForget = Self.sigmoid(clip(own(2, unit) + recurrent(2, unit, before.0) + peep(2, unit) * before.1[unit]))
                    let f = example.flags.isEmpty ? plainForget : 1 - i
                    c[unit] = f * before.1[unit] + i * tanh(clip(own(3, unit) + recurrent(3, unit, before.0)))
                    h[unit] = Self.sigmoid(clip(own(1, unit) + recurrent(1, unit, before.0) + peep(1, unit) * c[unit])) * tanh(c[unit])
                }
            }
            y[time] = h
        }
        return (y, h, c)
    }

    @Test(arguments: cases)
    func `a layer does what the formulas of its cell say`(example: Case) throws {
        let directions = example.direction == "bidirectional" ? 2 : 1
        let given = Given(example, directions: directions)
        var attributes: Attributes = [
            "direction": .string(example.direction), "hidden_size": .int(Self.hidden), "layout": .int(example.layout),
        ]
        for (name, value) in example.flags { attributes[name] = .int(value) }
        if let clip = example.clip { attributes["clip"] = .float(clip) }
        let turned = { (tensor: Tensor) throws -> Tensor in
            example.layout == 0 ? tensor : try compute("Transpose", ["perm": .ints([1, 0, 2])], [tensor])[0]
        }
        let lengths = Tensor([Self.batch], elements: given.lengths.map(Int32.init))
        var inputs: [Tensor?] = [try turned(given.x), given.w, given.r, given.b, example.hasLengths ? lengths : nil, try turned(given.h)]
        if example.name == "LSTM" { inputs += [try turned(given.c), given.p] }
        let found = try compute(example.name, attributes, inputs, outputCount: 3)
        for direction in 0..<directions {
            for row in 0..<Self.batch {
                let backwards = example.direction == "reverse" || direction == 1
                let expected = reference(example, given, direction, row, backwards: backwards)
                for unit in 0..<Self.hidden {
                    let state = (example.layout == 0 ? direction * Self.batch + row : row * directions + direction) * Self.hidden + unit
                    #expect(abs(Double(found[1].floats[state]) - expected.h[unit]) < 1e-5)
                    if example.name == "LSTM" { #expect(abs(Double(found[2].floats[state]) - expected.c[unit]) < 1e-5) }
                    for time in 0..<Self.length {
                        let place =
                            example.layout == 0
                            ? (time * directions + direction) * Self.batch + row : (row * Self.length + time) * directions + direction
                        #expect(abs(Double(found[0].floats[place * Self.hidden + unit]) - expected.y[time][unit]) < 1e-5)
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            ("Relu", nil, nil, [0, 0.5]), ("Affine", 2, 1, [0, 2]), ("LeakyRelu", 0.1, nil, [-0.05, 0.5]),
            ("ThresholdedRelu", 0.4, nil, [0, 0.5]), ("ScaledTanh", 2, 3, [2 * tanh(-1.5), 2 * tanh(1.5)]),
            ("HardSigmoid", 0.2, 0.4, [0.3, 0.5]), ("Elu", 2, nil, [2 * (exp(-0.5) - 1), 0.5]),
            ("Softsign", nil, nil, [-1.0 / 3, 1.0 / 3]),
            ("Softplus", nil, nil, [log(1 + exp(-0.5)), log(1 + exp(0.5))]),
        ] as [(String, Float?, Float?, [Double])])
    func `every function that ONNX names can be a cell's`(name: String, alpha: Float?, beta: Float?, expected: [Double]) throws {
        var attributes: Attributes = ["activations": .strings([name])]
        if let alpha { attributes["activation_alpha"] = .floats([alpha]) }
        if let beta { attributes["activation_beta"] = .floats([beta]) }
        let x = Tensor([1, 2, 1], [-0.5, 0.5])
        let found = try compute("RNN", attributes, [x, Tensor([1, 1, 1], [1]), Tensor([1, 1, 1], [0])])[0]
        for (found, expected) in zip(found.floats, expected) { #expect(abs(Double(found) - expected) < 1e-6) }
    }

    @Test func `lengths and weights that do not fit are refused`() {
        let (x, w, r) = (Tensor.random([2, 1, 3], seed: 1), Tensor.random([1, 4, 3], seed: 2), Tensor.random([1, 4, 4], seed: 3))
        #expect(throws: OperatorError.self) { try compute("RNN", [:], [x, w, r, nil, Tensor([1], elements: [Int32(3)])]) }
        #expect(throws: OperatorError.self) { try compute("GRU", [:], [x, w, r]) }
        #expect(throws: OperatorError.self) { try compute("RNN", ["activations": .strings(["Sine"])], [x, w, r]) }
        #expect(throws: OperatorError.self) { try compute("RNN", ["hidden_size": .int(5)], [x, w, r]) }
    }
}
