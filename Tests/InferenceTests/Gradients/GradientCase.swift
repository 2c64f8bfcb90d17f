import Inference
import Tensors
import TestSupport
import Testing

/// An operator with inputs, whose gradients are checked against central differences: a row of a table.
struct GradientCase: CustomTestStringConvertible, Sendable {
    /// The outputs in float64 that float64 inputs make.
    typealias Reference = @Sendable ([Tensor?]) throws -> [Tensor]

    enum Input: Sendable {
        /// Random numbers, with respect to which a gradient is wanted.
        case random(Shape, in: ClosedRange<Float> = -1...1)
        /// Given numbers, with respect to which a gradient is wanted.
        case numbers(Shape, [Float])
        /// A constant of any type.
        case constant(Tensor)
        /// Known integers: axes, a shape.
        case integers([Int])
        case missing
    }

    let operatorName: String
    let attributes: Attributes
    let inputs: [Input]
    let operatorSet: Int
    let outputCount: Int
    /// The formula, for operators that do not run on float64 themselves.
    let reference: Reference?
    private let note: String

    init(
        _ operatorName: String, _ attributes: Attributes = [:], _ inputs: [Input] = [.random([2, 3, 4], in: -2...2)], operatorSet: Int = 21,
        outputCount: Int = 1, note: String = "", reference: Reference? = nil
    ) {
        self.operatorName = operatorName
        self.attributes = attributes
        self.inputs = inputs
        self.operatorSet = operatorSet
        self.outputCount = outputCount
        self.note = note
        self.reference = reference
    }

    var testDescription: String { "\(operatorName)\(operatorSet == 21 ? "" : "-\(operatorSet)") \(note.isEmpty ? attributesText : note)" }

    private var attributesText: String {
        attributes.values.keys.sorted().map { "\($0) \(attributes[$0].map { "\($0)" } ?? "")" }.joined(separator: " ")
    }

    /// The inputs as numbers, the random ones from a seed.
    func tensors(seed: UInt64) -> [Tensor?] {
        inputs.enumerated().map { index, input in
            switch input {
            case .random(let shape, let range): .random(shape, in: range, seed: seed + UInt64(index))
            case .numbers(let shape, let numbers): Tensor(shape, numbers)
            case .constant(let tensor): tensor
            case .integers(let integers): .integers(integers)
            case .missing: nil
            }
        }
    }

    /// The inputs with respect to which gradients are wanted.
    var variables: [Int] {
        inputs.indices.filter {
            switch inputs[$0] {
            case .random, .numbers: true
            default: false
            }
        }
    }
}
