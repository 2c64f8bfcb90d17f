import Inference
import Tensors
import TestSupport
import Testing

@Suite struct OperatorGradientTests {
    static let cases: [GradientCase] = GradientCases.all

    @Test(arguments: cases)
    func `a gradient is what central differences in double precision find`(_ row: GradientCase) throws {
        let check = GradientCheck(row, seed: 11)
        #expect(try check.referenceError() < 2e-5)
        let network = try #require(check.network(.float32))
        let expected = try check.differences(network)
        #expect(expected.joined().contains { abs($0) > 1e-3 } || GradientCases.zeroGradients.contains(row.operatorName))
        for threadCount in [1, 2] {
            let found = try check.gradients(network, .float32, threadCount: threadCount)
            for (found, expected) in zip(found, expected) { #expect(found.greatestDifference(to: expected) < 1e-4) }
        }
        guard row.reference == nil else { return }
        let wide = try check.gradients(try #require(check.network(.float64)), .float64, threadCount: 1)
        for (found, expected) in zip(wide, expected) { #expect(found.greatestDifference(to: expected) < 1e-6) }
    }
}
