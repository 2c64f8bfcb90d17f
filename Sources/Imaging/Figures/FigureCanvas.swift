/// The room that a front end has for a figure, and the color it stands on.
package struct FigureCanvas: Sendable, Equatable {
    package var widthInPixels: Int
    package var heightInPixels: Int
    package var background: RGB

    package init(widthInPixels: Int, heightInPixels: Int, background: RGB = RGB(30, 30, 34)) {
        self.widthInPixels = widthInPixels
        self.heightInPixels = heightInPixels
        self.background = background
    }

    /// The color of text and lines on the background.
    package var foreground: RGB { background.legibleInk.mixed(with: background, share: 0.12) }

    /// The color of quiet lines and empty tracks on the background.
    package var quiet: RGB { background.legibleInk.mixed(with: background, share: 0.72) }
}
