/// The part of a network's input that one unit of a value depends on.
///
/// Lists have one element for each spatial axis of the input: height and width of a picture. Along an axis, pixel i covers `i..<i + 1`,
/// so that its center stands at i + 0.5.
package struct ReceptiveField: Sendable {
    /// The name of the network's input.
    package let input: String
    /// Which axes of the input are spatial: `[2, 3]` for `[N, C, H, W]`.
    package let axes: [Int]
    /// The extents of the input along them.
    package let extents: [Int]
    /// The unit's place along the spatial axes of its own value; empty where it has none.
    package let position: [Int]
    /// The smallest interval that holds every place the unit depends on, as if the input and all maps went on where there is padding.
    package let unclipped: [Range<Int>]
    /// What of that lies inside the input.
    package let clipped: [Range<Int>]
    /// How many different places the unit depends on, as if the input went on.
    package let supportCount: Int
    /// The places inside the input that it really depends on.
    package let support: SupportSet
    /// The operators, by the name of their node, for which no rule says what they read, so that all of their input was taken.
    package let unknownOperators: [String]
    /// Whether every place of the support matters to the unit; otherwise the support is an upper bound.
    package let isExact: Bool

    /// The most places of an input for which ``mask()`` answers.
    private static let maskLimit = 1 << 26

    /// For every place of the input in row-major order whether the unit depends on it.
    ///
    /// - Throws: `FieldError.tooManyPlaces`.
    package func mask() throws(FieldError) -> [Bool] {
        guard extents.map({ 0..<$0 }).volume <= Double(Self.maskLimit) else {
            throw .tooManyPlaces(input: input, extents: extents, limit: Self.maskLimit)
        }
        return support.mask(extents: extents)
    }

    /// Places along each axis from the first to the last that the unit depends on, `rf`.
    package var sizes: [Int] { unclipped.map(\.count) }

    /// The middle of the unclipped interval along each axis.
    package var center: [Double] { unclipped.map { (Double($0.lowerBound) + Double($0.upperBound)) / 2 } }

    /// The share of the unclipped box that is padding, `0...1`.
    package var paddingShare: Double { 1 - clipped.volume / max(1, unclipped.volume) }

    /// The side of a square (a line, a cube) of as many places as the unit depends on: `√supportCount` for pictures.
    package var scale: Double { FieldSummary.scale(of: supportCount, axisCount: axes.count) }

    /// The share of the unclipped box that the unit depends on, `0...1`: `(scale / rf)²` for pictures.
    package var density: Double { Double(supportCount) / max(1, unclipped.volume) }
}

extension [Range<Int>] {
    /// The product of the extents.
    var volume: Double { reduce(1) { $0 * Double($1.count) } }
}
