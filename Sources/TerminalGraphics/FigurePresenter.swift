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
        let size = largestPicture(capabilities.encoder)
        let scale = capabilities.encoder?.oversampling ?? 1
        var canvas = FigureCanvas(widthInPixels: size.widthInPixels * scale, heightInPixels: size.heightInPixels * scale)
        if let background = capabilities.background { canvas.background = background }
        canvas.textSizeInPixels = FigureCanvas.textSizeInPixels(
            cellHeightInPixels: pictureCell(capabilities.encoder).heightInPixels * scale)
        return canvas
    }

    /// What is to be written, in parts: each is flushed before the next, which matters inside tmux.
    ///
    /// Without pictures the text twin stands in for one. Lines end in CR LF; control characters in the text are left out.
    /// - Parameter isDrawing: Whether the picture is lines on a ground, which braille shows better than blocks do.
    package func parts(picture image: Image, caption: String, textTwin: [String], isDrawing: Bool = false) -> [[UInt8]] {
        guard let encoder = encoder(isDrawing: isDrawing), image.heightInPixels > 0, image.widthInPixels > 0 else {
            return [lines([caption] + textTwin)]
        }
        let picture = fitted(image, encoder)
        return layout(picture, encoder, imageID: placeholderID(encoder)) + [lines([caption])]
    }

    /// A figure on the screen that another may take the place of.
    package struct Frame: Sendable, Equatable {
        /// The rows of the screen that it takes, the last ones.
        package let rowCount: Int
        /// The number by which the terminal knows the picture; nil where pictures have none.
        let imageID: UInt32?
    }

    /// What shows a figure in the place of an earlier one, which is the last thing on the screen.
    ///
    /// Terminals that know how draw it all at once, so that nothing flickers.
    /// - Returns: `nil` where nothing can be replaced: without pictures.
    package func frame(
        picture image: Image, caption: String, inPlaceOf earlier: Frame?, isDrawing: Bool = false
    ) -> (parts: [[UInt8]], frame: Frame)? {
        guard let encoder = encoder(isDrawing: isDrawing), image.heightInPixels > 0, image.widthInPixels > 0 else { return nil }
        let picture = fitted(image, encoder)
        let captionLines = lines([caption])
        let captionRows = captionLines.count { $0 == UInt8(ascii: "\n") }
        let imageID = encoder == KittyEncoder.self ? KittyDelivery.nextImageID() : nil
        let frame = Frame(rowCount: placement(of: picture, encoder).heightInCells + captionRows, imageID: imageID)
        let (begin, end) = capabilities.isInsideTmux ? ("", "") : ("\u{1B}[?2026h", "\u{1B}[?2026l")
        let start = Array((begin + (earlier.map { "\r\u{1B}[\($0.rowCount)A" } ?? "")).utf8)
        let eraseBelow = Array("\u{1B}[J".utf8)
        // The new picture comes over the old one before that goes.
        let forgetting = earlier?.imageID.map(deletion) ?? []
        return ([start] + layout(picture, encoder, imageID: imageID) + [forgetting + eraseBelow + captionLines + Array(end.utf8)], frame)
    }

    /// Takes a frame off the screen.
    package func erasing(_ frame: Frame) -> [UInt8] {
        Array("\r\u{1B}[\(frame.rowCount)A".utf8) + (frame.imageID.map(deletion) ?? []) + Array("\u{1B}[J".utf8)
    }

    private func deletion(of imageID: UInt32) -> [UInt8] {
        let bytes = KittyEncoder.deletion(of: imageID)
        return capabilities.isInsideTmux ? TmuxPassthrough.wrap(bytes) ?? [] : bytes
    }

    /// What draws: braille for drawings where there are blocks otherwise.
    private func encoder(isDrawing: Bool) -> (any GraphicsEncoder.Type)? {
        isDrawing && capabilities.encoder == BlocksEncoder.self ? BrailleEncoder.self : capabilities.encoder
    }

    /// A number for a picture that placeholders stand for; nil where there are none.
    private func placeholderID(_ encoder: any GraphicsEncoder.Type) -> UInt32? {
        encoder == KittyEncoder.self && capabilities.usesPlaceholders ? KittyDelivery.nextImageID() : nil
    }

    /// The pixels of a picture that takes so many cells.
    package func pixels(heightInCells: Int, widthInCells: Int) -> (height: Int, width: Int) {
        let cell = pictureCell(capabilities.encoder)
        let multiple = capabilities.encoder?.heightMultiple ?? 1
        let height = heightInCells * cell.heightInPixels / multiple * multiple
        return (height, min(widthInCells, capabilities.widthInCells) * cell.widthInPixels)
    }

    /// `parts` in one.
    package func bytes(picture image: Image, caption: String, textTwin: [String]) -> [UInt8] {
        Array(parts(picture: image, caption: caption, textTwin: textTwin).joined())
    }

    /// Writes a figure; false if the descriptor takes no more.
    package func write(
        picture image: Image, caption: String, textTwin: [String], isDrawing: Bool = false, to descriptor: Int32
    ) -> Bool {
        write(parts(picture: image, caption: caption, textTwin: textTwin, isDrawing: isDrawing), to: descriptor)
    }

    /// Writes parts one after the other; false if the descriptor takes no more.
    package func write(_ parts: [[UInt8]], to descriptor: Int32) -> Bool {
        TerminalOutput.write(parts, to: descriptor, pauseInMilliseconds: capabilities.isInsideTmux ? Self.tmuxPause : 0)
    }

    /// Milliseconds in which tmux draws what it got.
    private static let tmuxPause = 30

    /// The image, smaller if it does not fit.
    private func fitted(_ image: Image, _ encoder: any GraphicsEncoder.Type) -> Image {
        let limit = largestPicture(encoder)
        guard image.heightInPixels > limit.heightInPixels || image.widthInPixels > limit.widthInPixels else { return image }
        let scale = min(
            Double(limit.heightInPixels) / Double(image.heightInPixels), Double(limit.widthInPixels) / Double(image.widthInPixels))
        return image.resampled(
            heightInPixels: max(Int(Double(image.heightInPixels) * scale), 1),
            widthInPixels: max(Int(Double(image.widthInPixels) * scale), 1),
            filter: .box)
    }

    private func largestPicture(_ encoder: (any GraphicsEncoder.Type)?) -> (heightInPixels: Int, widthInPixels: Int) {
        let cell = pictureCell(encoder)
        var height = max(capabilities.heightInCells - Self.reservedRows, 1) * cell.heightInPixels
        var width = capabilities.widthInCells * cell.widthInPixels
        if let encoder {
            if encoder == SixelEncoder.self, let limit = capabilities.sixelLimit {
                height = min(height, limit.heightInPixels)
                width = min(width, limit.widthInPixels)
            }
            height = max(height / encoder.heightMultiple, 1) * encoder.heightMultiple
        }
        return (height, width)
    }

    /// What a cell shows, in the picture's pixels.
    private func pictureCell(_ encoder: (any GraphicsEncoder.Type)?) -> CellSize {
        encoder?.pixelsPerCell(of: capabilities.cell) ?? capabilities.cell
    }

    private func placement(of image: Image, _ encoder: any GraphicsEncoder.Type, imageID: UInt32? = nil) -> Placement {
        let cell = pictureCell(encoder)
        let height = (image.heightInPixels + encoder.heightMultiple - 1) / encoder.heightMultiple * encoder.heightMultiple
        var placement = Placement(
            heightInCells: (height + cell.heightInPixels - 1) / cell.heightInPixels,
            widthInCells: (image.widthInPixels + cell.widthInPixels - 1) / cell.widthInPixels,
            background: canvas.background, colorRegisterCount: capabilities.colorRegisterCount,
            isCellSizeKnown: cell.origin != .assumed)
        placement.kitty = KittyDelivery(
            medium: capabilities.kittyMedium, imageID: imageID, isVirtual: imageID != nil && capabilities.usesPlaceholders)
        placement.takesMultipart = capabilities.takesMultipart
        placement.colorDepth = capabilities.colorDepth
        return placement
    }

    /// The picture with the cursor below it afterwards, in column 1.
    ///
    /// Terminals leave the cursor in different places and scroll differently at the bottom of the screen; making room by line feeds,
    /// going back up and restoring the cursor looks the same in all of them.
    private func layout(_ picture: Image, _ encoder: any GraphicsEncoder.Type, imageID: UInt32?) -> [[UInt8]] {
        let image = encoder == ITerm2Encoder.self ? fillingCells(picture) : picture
        let placement = placement(of: image, encoder, imageID: imageID)
        if encoder.isText { return [encoder.encode(image, placement) + Array("\r\n".utf8)] }
        if placement.kitty.isVirtual, let imageID { return held(image, placement, imageID) }
        let rows = placement.heightInCells
        let room = Array(("\r" + String(repeating: "\n", count: rows) + "\u{1B}[\(rows)A").utf8)
        let below = Array("\u{1B}[\(rows)B".utf8)
        if capabilities.isInsideTmux {
            return [room] + strips(image, encoder, imageID).flatMap { [$0.bytes, Array("\u{1B}[\($0.heightInCells)B".utf8)] }
        }
        return [room + Array("\u{1B}7".utf8), encoder.encode(image, placement), Array("\u{1B}8".utf8) + below]
    }

    /// The picture with the rest of its last cells: iTerm2's are scaled to whole cells, which should leave the pixels as they are.
    private func fillingCells(_ image: Image) -> Image {
        let cell = capabilities.cell
        guard cell.origin != .assumed else { return image }
        let source = image.convertedToRGB(over: canvas.background)
        func whole(_ pixels: Int, _ side: Int) -> Int { (pixels + side - 1) / side * side }
        let (height, width) = (whole(image.heightInPixels, cell.heightInPixels), whole(image.widthInPixels, cell.widthInPixels))
        let background = [canvas.background.red, canvas.background.green, canvas.background.blue]
        var samples: [UInt8] = []
        samples.reserveCapacity(height * width * 3)
        for row in 0..<image.heightInPixels {
            samples += source.samples[row * image.widthInPixels * 3..<(row + 1) * image.widthInPixels * 3]
            for _ in image.widthInPixels..<width { samples += background }
        }
        for _ in 0..<(height - image.heightInPixels) * width { samples += background }
        return Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples)
    }

    /// The picture sent to the terminal around tmux, and lines of characters that hold its place.
    private func held(_ image: Image, _ placement: Placement, _ imageID: UInt32) -> [[UInt8]] {
        let rows = KittyPlaceholders.rows(
            imageID: imageID, heightInCells: placement.heightInCells, widthInCells: placement.widthInCells)
        let text = rows.flatMap { $0 + Array("\r\n".utf8) }
        return [TmuxPassthrough.wrap(KittyEncoder.encode(image, placement)) ?? [], Array("\r".utf8) + text]
    }

    /// The picture wrapped for tmux, cut into strips of whole cells until none is too long to be handed on.
    private func strips(_ image: Image, _ encoder: any GraphicsEncoder.Type, _ imageID: UInt32?) -> [(bytes: [UInt8], heightInCells: Int)] {
        let placement = placement(of: image, encoder, imageID: imageID)
        if let wrapped = TmuxPassthrough.wrap(encoder.encode(image, placement)) { return [(wrapped, placement.heightInCells)] }
        let step = pictureCell(encoder).heightInPixels * encoder.heightMultiple
        let cut = image.heightInPixels / 2 / step * step
        guard cut > 0 else { return [] }
        let upper = image.cropped(row: 0, column: 0, heightInPixels: cut, widthInPixels: image.widthInPixels)
        let lower = image.cropped(row: cut, column: 0, heightInPixels: image.heightInPixels - cut, widthInPixels: image.widthInPixels)
        return strips(upper, encoder, imageID) + strips(lower, encoder, imageID)
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
