import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DrawTests {
    private func draw(_ name: String, _ attributes: Attributes, _ inputs: [Tensor?] = [], output: String = "y") throws -> Tensor {
        let kind = try #require(OperatorCatalog.byName[name])
        let node = Node(name: name, operatorName: name, inputs: [], outputs: [output], attributes: attributes)
        return try kind.init(node: node, operatorSet: 22).run(inputs, in: RunContext())[0]
    }

    @Test(arguments: ["RandomNormal", "RandomUniform"])
    func `random numbers are the same in every run, others for another seed or name`(name: String) throws {
        let shape: Attributes = ["shape": .ints([3, 5]), "seed": .float(1)]
        var other = shape
        other["seed"] = .float(2)
        let unseeded: Attributes = ["shape": .ints([3, 5])]
        #expect(try draw(name, shape).floats == draw(name, shape).floats)
        #expect(try draw(name, shape).floats != draw(name, other).floats)
        #expect(try draw(name, unseeded).floats == draw(name, unseeded).floats)
        #expect(try draw(name, unseeded).floats != draw(name, unseeded, output: "z").floats)
    }

    @Test func `random numbers have the moments of their distribution`() throws {
        let normal = try draw("RandomNormal", ["shape": .ints([20_001]), "mean": .float(3), "scale": .float(2), "seed": .float(1)])
            .statistics
        #expect(abs(normal.mean - 3) < 0.05 && abs(normal.standardDeviation - 2) < 0.05)
        let like = try draw(
            "RandomUniformLike", ["low": .float(-1), "high": .float(2), "dtype": .int(11)], [Tensor([20_000], repeating: 0)])
        #expect(like.elementType == .float64)
        let uniform = like.convertedToFloat32().statistics
        #expect(uniform.minimum >= -1 && uniform.maximum < 2 && abs(uniform.mean - 0.5) < 0.05)
    }

    @Test func `draws have the chances that they are given`() throws {
        let chances = Tensor([3, 4000], (0..<12_000).map { [0, 0.25, 1][$0 / 4000] })
        let drawn = try draw("Bernoulli", ["seed": .float(3)], [chances]).floats
        #expect(drawn[..<4000].allSatisfy { $0 == 0 } && drawn[8000...].allSatisfy { $0 == 1 })
        #expect(abs(drawn[4000..<8000].reduce(0, +) / 4000 - 0.25) < 0.03)
        let classes = try draw("Multinomial", ["sample_size": .int(8000), "dtype": .int(7)], [Tensor([1, 3], [log(1), log(2), log(5)])])
        let counts = (0..<3).map { number in Double((classes.integers ?? []).count { $0 == number }) / 8000 }
        for (found, expected) in zip(counts, [0.125, 0.25, 0.625]) { #expect(abs(found - expected) < 0.03) }
    }

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
