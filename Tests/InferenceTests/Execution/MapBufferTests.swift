import Testing
import Tensors
import TestSupport

@testable import Inference

@Suite struct MapBufferTests {
    @Test(arguments: [[1, 1, 1, 1], [2, 16, 3, 16], [1, 17, 5, 33], [3, 40, 7, 2]])
    func `maps that were put into blocks come out as they were`(_ dimensions: [Int]) throws {
        let tensor = Tensor.random(Shape(dimensions), seed: 1)
        let all = try #require(Region(all: tensor.shape))
        for margin in [0, 2] {
            let region = Region(rows: -margin..<dimensions[2] + margin, columns: -margin..<dimensions[3] + margin)
            let blocks = MapBuffer.blocked(tensor, region: region, in: RunContext(threadCount: 2))
            #expect(MapBuffer.tensor(blocks, all: all, in: RunContext(threadCount: 2)).floats == tensor.floats)
            let first = Tensor(Shape([1] + dimensions[1...]), Array(tensor.floats.prefix(all.area * dimensions[1])))
            #expect(blocks[0].tensor(region).floats == first.cropped(to: region, patchedWith: nil).floats)
        }
    }

    @Test func `a margin holds the map it is filled from, and zero beyond it`() throws {
        let map = Tensor.random([1, 20, 6, 5], seed: 2)
        let all = try #require(Region(all: map.shape))
        let done = Region(rows: 2..<4, columns: 1..<4)
        let patch = Patch(Tensor.random([1, 20, 2, 3], seed: 3), at: done)
        let region = Region(rows: -1..<5, columns: 0..<7)
        let buffer = MapBuffer(.blocked, channelCount: 20, region: region)
        buffer.copy(done, from: MapBuffer(patch.tensor, at: done))
        buffer.fillMargin(around: done, from: MapBuffer.blocked(map, region: all, in: RunContext())[0], mapShape: all)
        #expect(buffer.tensor(region).floats == map.cropped(to: region, patchedWith: patch).floats)
    }
}
