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
}
