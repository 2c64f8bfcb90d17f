/// A figure in words: for who cannot see it, and for documents beside it.
package enum FigureWords {
    /// The caption, the kind of figure and how its parts are arranged, then all that is known of the parts.
    package static func lines(of figure: Figure) -> [String] {
        let size = "\(figure.image.heightInPixels) pixels high, \(figure.image.widthInPixels) wide"
        let kind = figure.source.map { "\($0.layout), \(size)" } ?? size
        return [figure.caption, "a figure: \(kind)\(colors(of: figure))"] + figure.textTwin + figure.details
    }

    /// What the colors stand for.
    private static func colors(of figure: Figure) -> String {
        guard let source = figure.source, let colormap = Colormap.named(source.colormap) else { return "" }
        return switch colormap.kind {
        case .sequential: "; colors from dark, little, to bright, much"
        case .diverging: "; blue is negative, near white is zero, red is positive"
        case .rainbow: "; colors from blue, little, over green and yellow to red, much"
        }
    }
}
