/// Which range of numbers the ends of a color map stand for.
package enum Scaling: Sendable, Equatable, CustomStringConvertible {
    /// Every map between its own minimum and maximum.
    case each
    /// All maps between their common minimum and maximum.
    case shared
    /// All maps between −m and m, the largest magnitude among them; 0 falls on the middle color.
    case symmetric
    /// All maps between two given numbers; what lies outside takes the color of the nearer end.
    case range(Float, Float)

    package var description: String {
        switch self {
        case .each: "each"
        case .shared: "shared"
        case .symmetric: "symmetric"
        case .range(let low, let high): "\(NumberFormat.short(low))..\(NumberFormat.short(high))"
        }
    }
}
