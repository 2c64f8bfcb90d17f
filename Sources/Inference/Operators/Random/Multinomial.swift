import Foundation
import Tensors

/// For each row of unnormalized log-probabilities `[N, C]` so many draws of a class: `[N, sample_size]`; the same in every run.
///
/// Source: ONNX Multinomial, opsets 7, 22.
struct Multinomial: Operator {
    static let name = "Multinomial"
    private let source: RandomSource
    private let count: Int
    private let type: ElementType

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        source = try RandomSource(node)
        count = try node.attributes.int("sample_size", default: 1)
        let code = try node.attributes.int("dtype", default: 6)
        guard let type = ElementType(onnxCode: code), type == .int32 || type == .int64 else {
            throw .attributeValue(name: "dtype", value: String(code), expected: "int32 or int64")
        }
        self.type = type
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        try input.requireFloatingPoint("input")
        guard input.shape.rank == 2, input.shape[1] > 0 else { throw .rank(role: "input", found: input.shape, expected: "rows of classes") }
        return [try ValueInfo(checking: type, [input.shape[0], count])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let (rows, classes) = (input.shape[0], input.shape[1])
        let numbers = input.numbers(as: Double.self)
        let draws = source.uniform(rows * count)
        var chosen: [Int64] = []
        for row in 0..<rows {
            let scores = numbers[row * classes..<(row + 1) * classes]
            let maximum = scores.max() ?? 0
            var sum = 0.0
            let cumulated = scores.map { score in
                sum += exp(score - maximum)
                return sum
            }
            for draw in draws[row * count..<(row + 1) * count] {
                chosen.append(Int64(cumulated.firstIndex { draw * sum < $0 } ?? classes - 1))
            }
        }
        return [Tensor([rows, count], elements: chosen).converted(to: type)]
    }
}
