import Foundation

/// What the fields of a layer's units have in common, as if the input and all maps went on without end.
///
/// Lists have one element for each spatial axis of the input.
package struct FieldSummary: Sendable, Equatable {
    /// Places from the first to the last that the central unit depends on, `rf`.
    package let sizes: [Int]
    /// The smallest and the largest size among the unit's neighbors: more than one where the field depends on the unit's phase, as
    /// behind upsampling.
    package let sizeRanges: [ClosedRange<Int>]
    /// Places between the centers of neighboring units: the mean over a period where it depends on the phase, 0 where the layer has no
    /// such axis.
    package let jumps: [Double]
    /// The center of the field of unit 0; pixel centers are at .5.
    package let starts: [Double]
    /// After how many units along each axis the fields repeat: 1 but for layers behind upsampling, `nil` where no period was found.
    package let periods: [Int?]
    /// The side of a square of as many different places as the central unit depends on.
    package let scale: Double
    /// The share of the field's box that the central unit depends on, `0...1`: `(scale / rf)²`.
    package let density: Double
    /// Whether `scale` and `density` are exact; otherwise an operator had to be taken to read everything.
    package let isExact: Bool

    /// Whether neighboring units have fields of another size, or at another distance.
    package var dependsOnPhase: Bool { periods.contains { $0 != 1 } }

    /// The side of a line, square or cube of `count` places.
    static func scale(of count: Int, axisCount: Int) -> Double {
        switch axisCount {
        case 0, 1: Double(count)
        case 2: Double(count).squareRoot()
        default: pow(Double(count), 1 / Double(axisCount))
        }
    }
}
