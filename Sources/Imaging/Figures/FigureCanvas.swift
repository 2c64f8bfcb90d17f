/// The room that a front end has for a figure, the color it stands on, and the size of its letters.
package struct FigureCanvas: Sendable, Equatable {
    package var widthInPixels: Int
    package var heightInPixels: Int
    package var background: RGB
    /// The size of the font: as large as the terminal's own reads well beside it.
    package var textSizeInPixels: Int

    /// The size of letters where nothing is known of the screen.
    package static let standardTextSizeInPixels = 12

    /// What figures stand on where nobody said otherwise.
    package static let darkBackground = RGB(30, 30, 34)
    /// The background of paper.
    package static let lightBackground = RGB.white

    package init(
        widthInPixels: Int, heightInPixels: Int, background: RGB = FigureCanvas.darkBackground,
        textSizeInPixels: Int = FigureCanvas.standardTextSizeInPixels
    ) {
        self.widthInPixels = widthInPixels
        self.heightInPixels = heightInPixels
        self.background = background
        self.textSizeInPixels = textSizeInPixels
    }

    /// The size of letters on a screen whose characters are so high.
    package static func textSizeInPixels(cellHeightInPixels: Int) -> Int { min(max(cellHeightInPixels * 2 / 3, 11), 48) }

    /// How many times the standard size the letters have: charts grow with them.
    var textScale: Double { Double(textSizeInPixels) / Double(Self.standardTextSizeInPixels) }

    /// The size of letters under pictures and beside color bars, a little smaller.
    var labelSizeInPixels: Int { textSizeInPixels - textSizeInPixels / 12 }

    /// A line in the canvas's letters.
    func text(_ text: String) -> TextMask { TextMask(text, sizeInPixels: textSizeInPixels) }

    /// A line in the letters of labels.
    func label(_ text: String) -> TextMask { TextMask(text, sizeInPixels: labelSizeInPixels) }

    /// The color of text and lines on the background.
    package var foreground: RGB { background.legibleInk.mixed(with: background, share: 0.12) }

    /// The color of quiet lines and empty tracks on the background.
    package var quiet: RGB { background.legibleInk.mixed(with: background, share: 0.72) }

    /// A color, darker or lighter as far as it must be to be told from the background.
    package func ink(_ color: RGB) -> RGB {
        let steps = stride(from: 0.0, through: 1, by: 0.05).lazy.map { color.mixed(with: background.legibleInk, share: $0) }
        return steps.first { $0.contrast(with: background) >= Self.leastContrast } ?? background.legibleInk
    }

    /// Source: WCAG 2.2, 1.4.11 "Non-text contrast".
    private static let leastContrast = 3.0
}

extension RGB {
    /// How well two colors can be told apart by their lightness, `1...21`.
    ///
    /// Source: WCAG 2.2, "contrast ratio".
    package func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
}
