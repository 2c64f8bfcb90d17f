import Exploration
import Tensors
import Testing

@Suite struct ChannelOrderTests {
    /// Four channels: a strong one, a dead one, a sparse one with the greatest peak, and one that is not a number.
    private let maps = Tensor([4, 1, 4], [3, 3, 3, 3, 0, 0, 0, 0, 5, 0, 0, 0, .nan, .nan, .nan, .nan])

    @Test(arguments: [
        (ChannelOrder.index, [0, 1, 2, 3]), (.energy, [0, 2, 1, 3]), (.max, [2, 0, 1, 3]), (.mean, [0, 2, 1, 3]),
        (.sparsity, [1, 2, 0, 3]),
    ])
    func `channels are ordered by what they are asked for`(order: ChannelOrder, expected: [Int]) {
        #expect(order.sorted(maps) == expected)
    }

    @Test func `probabilities sum to one and follow the logits`() {
        let ranked = ClassRanking.ranked(Tensor([1, 4], [1, 1000, 999, -.infinity]))
        #expect(ranked.map(\.index) == [1, 2, 0, 3])
        #expect(abs(ranked.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
        #expect(abs(ranked[0].probability - 0.731_058_6) < 1e-6)
    }
}
