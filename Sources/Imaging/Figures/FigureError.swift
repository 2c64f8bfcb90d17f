import Tensors

/// Why numbers cannot be drawn.
package enum FigureError: Error, Equatable, CustomStringConvertible {
    /// The tensor has no elements.
    case empty(shape: Shape)
    /// The tensor has not the axes that the figure draws.
    case wrongShape(expected: String, found: Shape)
    /// A part that does not lie within the picture.
    case outside(what: String, limit: String)
    /// The canvas has no room for even the smallest version.
    case canvasTooSmall(widthInPixels: Int, heightInPixels: Int)
    /// The ends of a range that is none.
    case emptyRange(low: Float, high: Float)

    package var description: String {
        switch self {
        case .empty(let shape): "expected numbers to draw, found none in the shape \(shape)"
        case .wrongShape(let expected, let found): "expected the shape \(expected), found \(found)"
        case .outside(let what, let limit): "\(what) lies outside \(limit)"
        case .canvasTooSmall(let width, let height): "expected room for a figure, found \(height)x\(width) pixels"
        case .emptyRange(let low, let high):
            "expected a range from a lower to a higher finite number, found \(NumberFormat.short(low))..\(NumberFormat.short(high))"
        }
    }
}
