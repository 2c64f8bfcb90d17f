import Exploration
import Tensors
import TestSupport
import Testing

@Suite struct PeakRankingTests {
    @Test(arguments: [1, 3, 20]) func `pictures are ranked by the greatest number of a channel`(limit: Int) throws {
        var ranking = PeakRanking(value: "x", channel: 2, limit: limit)
        let pictures = (0..<9).map { Tensor.random([1, 4, 6, 5], seed: UInt64(500 + $0)) }
        for (index, picture) in pictures.enumerated() { ranking.add(picture: index, picture) }
        let greatest = pictures.map { $0.part(0).part(2).floats.max() ?? 0 }
        let expected = greatest.indices.sorted { greatest[$0] > greatest[$1] }.prefix(limit)
        #expect(ranking.pictureCount == 9)
        #expect(ranking.peaks.map(\.picture) == Array(expected))
        for peak in ranking.peaks {
            let map = pictures[peak.picture].part(0).part(2)
            #expect(peak.number == greatest[peak.picture] && peak.map.floats == map.floats)
            #expect(map.floats[peak.position[0] * 5 + peak.position[1]] == peak.number)
        }
    }

    @Test func `what is not finite is no peak`() {
        var ranking = PeakRanking(value: "x", channel: 0, limit: 3)
        ranking.add(picture: 0, Tensor([1, 1, 1, 3], [.nan, 2, .infinity]))
        ranking.add(picture: 1, Tensor([1, 1, 1, 3], [.nan, .nan, .infinity]))
        ranking.add(picture: 2, Tensor([1, 1], [-4]))
        ranking.add(picture: 3, Tensor([1, 1, 2], [2, 1]))
        #expect(ranking.peaks.map(\.picture) == [0, 3, 2])
        #expect(ranking.peaks.map(\.position) == [[0, 1], [0], []])
    }
}
