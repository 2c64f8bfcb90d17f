import CKernels
import TestSupport
import Tensors
import Testing

@testable import Inference

@Suite struct ConvolutionShareTests {
    private func share(filterCount: Int, height: Int, isDepthwise: Bool) -> ConvolutionShare {
        let filters = CnnsFilters([filterCount, isDepthwise ? 1 : 24, 3, 3], .blocked, window: nil)
        let region = Region(rows: 0..<height, columns: 0..<9)
        let maps = MapBuffer(.blocked, channelCount: filterCount, region: region)
        return ConvolutionShare(
            filters, [BlockedJob(input: maps, residual: nil, output: maps, region: region)], isDepthwise: isDepthwise)
    }

    @Test(arguments: [1, 16, 17, 40, 96, 144, 160], [1, 2, 7, 13])
    func `rows of filters are computed once, however they are cut`(filterCount: Int, height: Int) {
        for isDepthwise in [false, true] {
            let share = share(filterCount: filterCount, height: height, isDepthwise: isDepthwise)
            let size = isDepthwise ? 16 : 32
            for pieceCount in 1...5 {
                var visits = [Int](repeating: 0, count: (filterCount + size - 1) / size * height)
                for piece in 0..<pieceCount {
                    let count = share.positionCount
                    for (parts, rows) in share.parts(count * piece / pieceCount..<count * (piece + 1) / pieceCount) {
                        for part in parts { for row in rows { visits[part * height + row] += 1 } }
                    }
                }
                #expect(visits.allSatisfy { $0 == 1 }, "\(visits)")
            }
        }
    }

    @Test(arguments: [2, 3]) func `results do not depend on the number of threads`(threadCount: Int) throws {
        for (index, (channels, filters, side)) in [(20, 96, 7), (16, 40, 13), (33, 17, 29), (8, 160, 5)].enumerated() {
            let conv = try Conv(attributes: ["pads": .ints([1, 1, 1, 1])], operatorSet: 11)
            let x = Tensor.random([2, channels, side, side], seed: UInt64(index))
            let weights = Tensor.random([filters, channels, 3, 3], seed: UInt64(10 + index))
            let alone = try conv.runInBlocks(x, [weights], in: RunContext())
            let together = try conv.runInBlocks(x, [weights], in: RunContext(threadCount: threadCount))
            #expect(alone?.floats == together?.floats)
        }
    }

    @Test func `a normalization in blocks is what it is outside of them`() throws {
        let normalization = try BatchNormalization(attributes: [:], operatorSet: 15)
        for (index, (channels, side)) in [(3, 1), (16, 5), (37, 31), (40, 29)].enumerated() {
            let x = Tensor.random([2, channels, side, side + 2], seed: UInt64(index))
            let parameters = (0..<4).map { Tensor.random([channels], in: 0.5...1.5, seed: UInt64(20 + 4 * index + $0)) }
            var epilogue = Epilogue()
            (epilogue.low, epilogue.residual) = (0, Tensor.random(x.shape, seed: UInt64(90 + index)))
            let context = RunContext(threadCount: 2)
            let expected = try normalization.run([x] + parameters, epilogue: epilogue, in: context)
            if let inBlocks = try normalization.runInBlocks(x, parameters, epilogue: epilogue, in: context) {
                #expect(inBlocks.relativeDifference(to: expected) < 1e-6)
            }
        }
    }

    @Test func `every step is timed`() throws {
        let recorder = StepRecorder()
        let network = try Network(residualBlock())
        let run = try Engine(threadCount: 2).run(
            network, feed: Feed(["x": .random([1, 8, 6, 6], seed: 99)]), wanted: ["relu_1"], recorder: recorder)
        #expect(recorder.steps.count == run.operationCount)
        #expect(recorder.steps.reduce(0) { $0 + $1.multiplyAdds } == run.multiplyAdds)
        #expect(recorder.steps.last?.output == "relu_1")
        #expect(recorder.steps.allSatisfy { $0.duration >= .zero })
    }
}
