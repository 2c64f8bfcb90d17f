import Imaging

/// Turns figures into what is written to the terminal at hand: a picture that fits its window and the caption below.
package struct FigurePresenter: Sendable {
    package let capabilities: TerminalCapabilities

    /// Rows of the window that pictures leave free: for what was typed, the caption and the next prompt.
    package static let reservedRows = 4

    package init(_ capabilities: TerminalCapabilities) {
        self.capabilities = capabilities
    }

    /// The size that a figure may have, and the color it is on: what the window has room for, or a multiple where it is scaled down.
    package var canvas: FigureCanvas {
        let size = largestPicture
        let scale = capabilities.encoder?.oversampling ?? 1
        var canvas = FigureCanvas(widthInPixels: size.widthInPixels * scale, heightInPixels: size.heightInPixels * scale)
        if let background = capabilities.background { canvas.background = background }
        canvas.textSizeInPixels = FigureCanvas.textSizeInPixels(cellHeightInPixels: pictureCell.heightInPixels * scale)
        return canvas
    }

    /// What is to be written, in parts: each is flushed before the next, which matters inside tmux.
    ///
    /// Without pictures the text twin stands in for one. Lines end in CR LF; control characters in the text are left out.
    package func parts(picture image: Image, caption: String, textTwin: [String]) -> [[UInt8]] {
        guard let encoder = capabilities.encoder, image.heightInPixels > 0, image.widthInPixels > 0 else {
            return [lines([caption] + textTwin)]
        }
        return layout(fitted(image), encoder) + [lines([caption])]
    }

    /// What shows a figure in the place of an earlier one of so many rows, the last thing on the screen.
    ///
    /// - Returns: `nil` where nothing can be replaced: without pictures, and inside tmux, which does not hand deletions on.
    package func frame(picture image: Image, caption: String, inPlaceOf rowCount: Int?) -> (parts: [[UInt8]], rowCount: Int)? {
        guard let encoder = capabilities.encoder, !capabilities.isInsideTmux, image.heightInPixels > 0, image.widthInPixels > 0 else {
            return nil
        }
        let picture = fitted(image)
        let captionLines = lines([caption])
        let captionRows = captionLines.count { $0 == UInt8(ascii: "\n") }
        let rows = placement(of: picture, encoder).heightInCells + captionRows
        let eraseBelow = Array("\u{1B}[J".utf8)
        let start = rowCount.map { goingBack($0, encoder) } ?? []
        return ([start] + layout(picture, encoder) + [eraseBelow + captionLines], rows)
    }

    /// Takes the last rows off the screen.
    package func erasing(rowCount: Int) -> [UInt8] {
        guard let encoder = capabilities.encoder else { return [] }
        return goingBack(rowCount, encoder) + Array("\u{1B}[J".utf8)
    }

    /// To the first of the last rows; kitty's pictures lie over the cells and have to be taken away by themselves.
    private func goingBack(_ rowCount: Int, _ encoder: any GraphicsEncoder.Type) -> [UInt8] {
        let deletion = encoder == KittyEncoder.self ? "\u{1B}_Ga=d,d=C,q=2\u{1B}\\" : ""
        return Array("\r\u{1B}[\(rowCount)A\(deletion)".utf8)
    }

    /// `parts` in one.
    package func bytes(picture image: Image, caption: String, textTwin: [String]) -> [UInt8] {
        Array(parts(picture: image, caption: caption, textTwin: textTwin).joined())
    }

    /// Writes a figure; false if the descriptor takes no more.
    package func write(picture image: Image, caption: String, textTwin: [String], to descriptor: Int32) -> Bool {
        let parts = parts(picture: image, caption: caption, textTwin: textTwin)
        return TerminalOutput.write(parts, to: descriptor, pauseInMilliseconds: capabilities.isInsideTmux ? Self.tmuxPause : 0)
    }

    /// Milliseconds in which tmux draws what it got.
    private static let tmuxPause = 30

    /// The image, smaller if it does not fit.
    func fitted(_ image: Image) -> Image {
        let limit = largestPicture
        guard image.heightInPixels > limit.heightInPixels || image.widthInPixels > limit.widthInPixels else { return image }
        let scale = min(
            Double(limit.heightInPixels) / Double(image.heightInPixels), Double(limit.widthInPixels) / Double(image.widthInPixels))
        return image.resampled(
            heightInPixels: max(Int(Double(image.heightInPixels) * scale), 1),
            widthInPixels: max(Int(Double(image.widthInPixels) * scale), 1),
            filter: .box)
    }

    private var largestPicture: (heightInPixels: Int, widthInPixels: Int) {
        let cell = pictureCell
        var height = max(capabilities.heightInCells - Self.reservedRows, 1) * cell.heightInPixels
        var width = capabilities.widthInCells * cell.widthInPixels
        if let encoder = capabilities.encoder {
            if encoder == SixelEncoder.self, let limit = capabilities.sixelLimit {
                height = min(height, limit.heightInPixels)
                width = min(width, limit.widthInPixels)
            }
            height = max(height / encoder.heightMultiple, 1) * encoder.heightMultiple
        }
        return (height, width)
    }

    /// What a cell shows, in the picture's pixels.
    private var pictureCell: CellSize {
        capabilities.encoder?.pixelsPerCell(of: capabilities.cell) ?? capabilities.cell
    }

    private func placement(of image: Image, _ encoder: any GraphicsEncoder.Type) -> Placement {
        let cell = pictureCell
        let height = (image.heightInPixels + encoder.heightMultiple - 1) / encoder.heightMultiple * encoder.heightMultiple
        return Placement(
            heightInCells: (height + cell.heightInPixels - 1) / cell.heightInPixels,
            widthInCells: (image.widthInPixels + cell.widthInPixels - 1) / cell.widthInPixels,
            background: canvas.background, colorRegisterCount: capabilities.colorRegisterCount,
            isCellSizeKnown: cell.origin != .assumed)
    }

    /// The picture with the cursor below it afterwards, in column 1.
    ///
    /// Terminals leave the cursor in different places and scroll differently at the bottom of the screen; making room by line feeds,
    /// going back up and restoring the cursor looks the same in all of them.
    private func layout(_ image: Image, _ encoder: any GraphicsEncoder.Type) -> [[UInt8]] {
        let placement = placement(of: image, encoder)
        if encoder == BlocksEncoder.self { return [encoder.encode(image, placement) + Array("\r\n".utf8)] }
        let rows = placement.heightInCells
        let room = Array(("\r" + String(repeating: "\n", count: rows) + "\u{1B}[\(rows)A").utf8)
        let below = Array("\u{1B}[\(rows)B".utf8)
        if capabilities.isInsideTmux {
            return [room] + strips(image, encoder).flatMap { [$0.bytes, Array("\u{1B}[\($0.heightInCells)B".utf8)] }
        }
        return [room + Array("\u{1B}7".utf8) + encoder.encode(image, placement) + Array("\u{1B}8".utf8) + below]
    }

    /// The picture wrapped for tmux, cut into strips of whole cells until none is too long to be handed on.
    private func strips(_ image: Image, _ encoder: any GraphicsEncoder.Type) -> [(bytes: [UInt8], heightInCells: Int)] {
        let placement = placement(of: image, encoder)
        if let wrapped = TmuxPassthrough.wrap(encoder.encode(image, placement)) { return [(wrapped, placement.heightInCells)] }
        let step = pictureCell.heightInPixels * encoder.heightMultiple
        let cut = image.heightInPixels / 2 / step * step
        guard cut > 0 else { return [] }
        let upper = image.cropped(row: 0, column: 0, heightInPixels: cut, widthInPixels: image.widthInPixels)
        let lower = image.cropped(row: cut, column: 0, heightInPixels: image.heightInPixels - cut, widthInPixels: image.widthInPixels)
        return strips(upper, encoder) + strips(lower, encoder)
    }

    private func lines(_ lines: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines where !line.isEmpty {
            let printable = line.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
            let text = String(String.UnicodeScalarView(printable))
            for piece in LineWrapping.wrapped(text, widthInCells: capabilities.widthInCells) {
                bytes.append(contentsOf: "\(piece)\r\n".utf8)
            }
        }
        return bytes
    }
}
