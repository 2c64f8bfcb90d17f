/// What changing the input showed about a unit's field.
package struct FieldMeasurement: Sendable {
    /// A part of the field that was replaced by noise.
    package struct Block: Sendable {
        /// The part of the input along each spatial axis.
        package let ranges: [Range<Int>]
        /// How many places of the field lie in it.
        package let placeCount: Int
        /// How much the unit changed: the root mean square over its channels.
        package let effect: Double
    }

    /// What was changed: the input itself, or noise in its place where the unit did not react to changes of the input.
    package enum Base: Sendable, Equatable {
        case input
        case noise(trial: Int)
        /// The unit reacted to nothing: behind an activation that lets nothing pass.
        case none
    }

    /// Places of the input that the field leaves out.
    package internal(set) var outsideCount = 0
    /// How often all of those were replaced by noise, and in how many of these trials a single bit of the unit changed.
    package internal(set) var outsideTrialCount = 0
    package internal(set) var changedTrialCount = 0
    package internal(set) var base = Base.none
    /// The parts of the field that were tried, and how many there are.
    package internal(set) var blocks: [Block] = []
    package internal(set) var plannedBlockCount = 0
    /// Whether it was stopped before all was done.
    package internal(set) var wasCancelled = false

    /// Parts that change the unit.
    package var reactingBlockCount: Int { blocks.count { $0.effect > 0 } }

    /// The share of the field's places that makes up a share of the whole effect, the strongest parts first, `0...1`; `nil` without an
    /// effect.
    package func placeShare(ofEffect share: Double) -> Double? {
        let total = blocks.reduce(0) { $0 + $1.effect }
        let places = blocks.reduce(0) { $0 + $1.placeCount }
        guard total > 0, places > 0 else { return nil }
        var (effect, count) = (0.0, 0)
        for block in blocks.sorted(by: { $0.effect * Double($1.placeCount) > $1.effect * Double($0.placeCount) }) {
            if effect >= share * total { break }
            effect += block.effect
            count += block.placeCount
        }
        return Double(count) / Double(places)
    }
}
