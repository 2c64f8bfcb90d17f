import Exploration
import TestSupport
import Testing

/// Exact sets of places against plain sets.
@Suite struct SupportSetTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `unions of boxes hold the places that their boxes hold`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var set = SupportSet()
        var places: Set<[Int]> = []
        for _ in 0..<30 {
            let axes = (0..<2).map { _ in
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in Int.random(in: 0..<12, using: &generator) }
            }
            set.insert(PlaceBox(axes: axes.map { PlaceSet(places: $0) }))
            for row in axes[0] { for column in axes[1] { places.insert([row, column]) } }
        }
        #expect(set.count == places.count)
        for row in 0..<12 { for column in 0..<12 { #expect(set.contains([row, column]) == places.contains([row, column])) } }
        #expect(set.bounds?.map(\.lowerBound) == [0, 1].map { axis in places.map { $0[axis] }.min() ?? 0 })
    }

    @Test func `ranges that touch are one`() {
        #expect(PlaceSet(places: [3, 1, 2, 7, 2]).ranges == [1..<4, 7..<8])
        #expect(PlaceSet(places: [3, 1, 2, 7, 2]).count == 4)
        #expect(PlaceSet(0..<0).isEmpty)
    }
}
