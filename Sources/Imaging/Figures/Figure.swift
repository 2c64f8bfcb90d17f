/// A finished picture with its words: what a front end shows, saves or, where there are no pixels, prints.
package struct Figure: Sendable {
    /// Three channels, no larger than the canvas it was made for.
    package var image: Image
    /// One line: what it is, its shape, how many are shown, scaling and range.
    package var caption: String
    /// What a pipe or a screen reader gets below the caption in place of the picture, line by line.
    package var textTwin: [String]

    /// The numbers behind it; `nil` where only its words tell what it shows.
    package var source: FigureSource?

    package init(image: Image, caption: String, textTwin: [String], source: FigureSource? = nil) {
        self.image = image
        self.caption = caption
        self.textTwin = textTwin
        self.source = source
    }
}
