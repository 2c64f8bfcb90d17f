import Tensors

/// What a figure was drawn from and how: enough to tell whether another one shows the same, whatever pixels it has.
///
/// Fonts, screens and libraries change pixels; the numbers, the order of the parts, the color map and the scaling make the figure.
package struct FigureSource: Sendable {
    /// Numbers that were drawn.
    package enum Numbers: Sendable {
        case tensor(Tensor)
        /// Samples `0...255`.
        case picture(Image)
        case list([Double])
    }

    /// The kind of figure and how its parts are arranged: `grid of 2x4`.
    package var layout: String
    /// The color map's name; empty where colors stand for nothing.
    package var colormap: String
    /// As ``Scaling`` writes it; empty where nothing is scaled.
    package var scaling: String
    /// The numbers in the order in which they are shown.
    package var parts: [Numbers]

    package init(_ layout: String, colormap: Colormap? = nil, scaling: Scaling? = nil, parts: [Numbers]) {
        self.layout = layout
        self.colormap = colormap?.name ?? ""
        self.scaling = scaling?.description ?? ""
        self.parts = parts
    }
}
