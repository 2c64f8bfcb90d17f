import Foundation
import Inference
import Tensors
import TestSupport
import Testing

struct UnaryFunctionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var attributes: Attributes = [:]
        var range: ClosedRange<Float> = -6...6
        let formula: @Sendable (Double) -> Double

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "Abs") { $0.magnitude },
        Case(name: "Acos", range: -1...1) { acos($0) },
        Case(name: "Acosh", range: 1...9) { acosh($0) },
        Case(name: "Asin", range: -1...1) { asin($0) },
        Case(name: "Asinh") { asinh($0) },
        Case(name: "Atan") { atan($0) },
        Case(name: "Atanh", range: -0.9...0.9) { atanh($0) },
        Case(name: "Ceil") { ceil($0) },
        Case(name: "Celu", attributes: ["alpha": .float(0.5)]) { max(0, $0) + min(0, 0.5 * (exp($0 / 0.5) - 1)) },
        Case(name: "Cos") { cos($0) },
        Case(name: "Cosh") { cosh($0) },
        Case(name: "Elu", attributes: ["alpha": .float(2)]) { $0 < 0 ? 2 * (exp($0) - 1) : $0 },
        Case(name: "Erf") { erf($0) },
        Case(name: "Exp", range: -80...80) { exp($0) },
        Case(name: "Floor") { floor($0) },
        Case(name: "Gelu") { $0 * (1 + erf($0 / sqrt(2))) / 2 },
        Case(name: "Gelu", attributes: ["approximate": .string("tanh")]) {
            $0 / 2 * (1 + tanh(sqrt(2 / Double.pi) * ($0 + 0.044715 * $0 * $0 * $0)))
        },
        Case(name: "HardSigmoid", attributes: ["alpha": .float(0.25), "beta": .float(0.5)]) { max(0, min(1, 0.25 * $0 + 0.5)) },
        Case(name: "HardSwish") { $0 * max(0, min(1, $0 / 6 + 0.5)) },
        Case(name: "LeakyRelu", attributes: ["alpha": .float(0.125)]) { $0 < 0 ? 0.125 * $0 : $0 },
        Case(name: "Log", range: 0.001...9) { log($0) },
        Case(name: "Mish", range: -30...30) { $0 * tanh(log(1 + exp($0))) },
        Case(name: "Neg") { -$0 },
        Case(name: "Reciprocal", range: 0.1...9) { 1 / $0 },
        Case(name: "Relu") { max($0, 0) },
        Case(name: "Round") { $0.rounded(.toNearestOrEven) },
        Case(name: "Selu", attributes: ["alpha": .float(1.5), "gamma": .float(2)]) { 2 * ($0 <= 0 ? 1.5 * (exp($0) - 1) : $0) },
        Case(name: "Sigmoid", range: -40...40) { 1 / (1 + exp(-$0)) },
        Case(name: "Sign") { $0 < 0 ? -1 : $0 > 0 ? 1 : 0 },
        Case(name: "Sin") { sin($0) },
        Case(name: "Sinh") { sinh($0) },
        Case(name: "Softplus") { log(1 + exp($0)) },
        Case(name: "Softsign") { $0 / (1 + $0.magnitude) },
        Case(name: "Sqrt", range: 0...9) { $0.squareRoot() },
        Case(name: "Swish", attributes: ["alpha": .float(2)]) { $0 / (1 + exp(-2 * $0)) },
        Case(name: "Tan", range: -1.5...1.5) { tan($0) },
        Case(name: "Tanh") { tanh($0) },
        Case(name: "ThresholdedRelu", attributes: ["alpha": .float(1.5)]) { $0 > 1.5 ? $0 : 0 },
    ]

    /// An odd number of places, evenly spread, the ends and the middle among them.
    private static func places(in range: ClosedRange<Float>, count: Int = 2001) -> [Float] {
        (0..<count).map { range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / Float(count - 1) }
    }

    @Test(arguments: cases)
    func `float32 follows the formula`(_ example: Case) throws {
        let x = Self.places(in: example.range)
        let y = try compute(example.name, example.attributes, [Tensor([x.count], x)])[0].floats
        for index in x.indices {
            let expected = example.formula(Double(x[index]))
            #expect(abs(Double(y[index]) - expected) <= 1e-6 * abs(expected) + 1e-6, "at \(x[index])")
        }
    }

    @Test(arguments: cases)
    func `float64 follows the formula`(_ example: Case) throws {
        let x = Self.places(in: example.range).map(Double.init)
        let y = try compute(example.name, example.attributes, [Tensor([x.count], elements: x)])[0].array(of: Double.self)
        for index in x.indices {
            let expected = example.formula(x[index])
            #expect(abs(y[index] - expected) <= 1e-12 * abs(expected) + 1e-12, "at \(x[index])")
        }
    }

    @Test(arguments: ["Relu", "Sigmoid", "Tanh", "Exp", "HardSwish"])
    func `threads share the elements without a difference`(_ name: String) throws {
        let x = Tensor.random([1 << 17], in: -3...3, seed: 7)
        let (shared, alone) = (try compute(name, [:], [x], threads: 4)[0], try compute(name, [:], [x])[0])
        #expect(shared.floats == alone.floats)
    }

    @Test(arguments: ["Relu", "Abs", "Exp", "Tanh", "Sigmoid", "Erf", "Gelu", "Mish", "Floor"])
    func `not a number stays so`(_ name: String) throws {
        #expect(try compute(name, [:], [Tensor([3], [.nan, 1, .nan])])[0].floats.map(\.isNaN) == [true, false, true])
    }

    @Test func `the exponential reaches its ends`() throws {
        let y = try compute("Exp", [:], [Tensor([5], [-.infinity, -200, 0, 89, .infinity])])[0].floats
        #expect(y == [0, 0, 1, .infinity, .infinity])
    }

    @Test func `integers wrap around`() throws {
        let x = Tensor([4], elements: [Int8.min, -1, 0, 127])
        #expect(try compute("Neg", [:], [x])[0].array(of: Int8.self) == [.min, 1, 0, -127])
        #expect(try compute("Abs", [:], [x])[0].array(of: Int8.self) == [.min, 1, 0, 127])
        #expect(try compute("Sign", [:], [x])[0].array(of: Int8.self) == [-1, -1, 0, 1])
        #expect(try compute("Relu", [:], [x])[0].array(of: Int8.self) == [0, 0, 0, 127])
    }

    @Test func `a function of real numbers refuses integers`() {
        #expect(throws: OperatorError.elementType(role: "X", found: .int32, expected: "floating-point")) {
            try compute("Exp", [:], [Tensor([1], elements: [Int32(1)])])
        }
    }
}
