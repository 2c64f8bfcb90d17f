import Inference
import Tensors
import TestSupport
import Testing

@Suite struct LossTests {
    @Test(arguments: ["none", "sum", "mean"])
    func `a loss is the weighted log-probability of the right classes`(reduction: String) throws {
        let (scores, weights) = (Tensor.random([2, 3, 4], in: -3...3, seed: 1), Tensor([3], [1, 0.5, 2]))
        let targets = [0, 2, 1, 2, -1, 1, 1, 0]
        let logarithms = try compute("LogSoftmax", ["axis": .int(1)], [scores])[0]
        let terms = targets.enumerated().map { place, number -> (loss: Float, weight: Float) in
            if number < 0 { return (0, 0) }
            return (-weights.floats[number] * logarithms.floats[(place / 4 * 3 + number) * 4 + place % 4], weights.floats[number])
        }
        let sum = terms.reduce(0) { $0 + $1.loss }
        let expected = reduction == "none" ? terms.map(\.loss) : [reduction == "sum" ? sum : sum / terms.reduce(0) { $0 + $1.weight }]
        let attributes: Attributes = ["reduction": .string(reduction), "ignore_index": .int(-1)]
        let target = Tensor([2, 4], elements: targets.map(Int64.init))
        let found = try compute("SoftmaxCrossEntropyLoss", attributes, [scores, target, weights], outputCount: 2)
        for (found, expected) in zip(found[0].floats, expected) { #expect(abs(found - expected) < 1e-5) }
        #expect(found[1].floats == logarithms.floats)
        let same = try compute("NegativeLogLikelihoodLoss", attributes, [logarithms, target, weights])[0]
        #expect(same.floats == found[0].floats)
        #expect(throws: OperatorError.self) { try compute("NegativeLogLikelihoodLoss", [:], [logarithms, target, weights]) }
    }
}
