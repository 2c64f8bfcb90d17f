/// A finished picture with its words: what a front end shows, saves or, where there are no pixels, prints.
package struct Figure: Sendable {
    /// Three channels, no larger than the canvas it was made for.
    package private(set) var image: Image
    /// One line: what it is, its shape, how many are shown, scaling and range.
    package var caption: String
    /// What a pipe or a screen reader gets below the caption in place of the picture, line by line.
    package var textTwin: [String]
    /// What `describe` says beyond the text twin, for who cannot see the picture; made when it is asked for.
    package var details: [String] { makeDetails() }
    private let makeDetails: @Sendable () -> [String]

    /// The numbers behind it; `nil` where only its words tell what it shows.
    package var source: FigureSource?

    /// What the picture is made of.
    package private(set) var drawing: Drawing

    init(
        _ pixels: PixelCanvas, caption: String, textTwin: [String], details: @autoclosure @escaping @Sendable () -> [String] = [],
        source: FigureSource? = nil
    ) {
        image = pixels.image
        drawing = pixels.drawing
        self.caption = caption
        self.textTwin = textTwin
        makeDetails = details
        self.source = source
    }

    /// A figure that is a picture and nothing else.
    package init(
        image: Image, caption: String, textTwin: [String], details: @autoclosure @escaping @Sendable () -> [String] = [],
        source: FigureSource? = nil
    ) {
        self.image = image
        drawing = Drawing(heightInPixels: image.heightInPixels, widthInPixels: image.widthInPixels, background: .black)
        drawing.marks = [.picture(row: 0, column: 0, scale: 1, image)]
        self.caption = caption
        self.textTwin = textTwin
        makeDetails = details
        self.source = source
    }
}
