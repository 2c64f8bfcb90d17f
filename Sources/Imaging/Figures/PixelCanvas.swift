/// A rectangle of RGB pixels that figures are painted on.
struct PixelCanvas {
    let heightInPixels: Int
    let widthInPixels: Int
    private var samples: [UInt8]

    init(heightInPixels: Int, widthInPixels: Int, filledWith color: RGB) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        samples = [UInt8](repeating: color.red, count: heightInPixels * widthInPixels * 3)
        if color.green != color.red || color.blue != color.red {
            fill(row: 0, column: 0, heightInPixels: heightInPixels, widthInPixels: widthInPixels, with: color)
        }
    }

    var image: Image { Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 3, samples: samples) }

    /// Fills a rectangle; what lies outside the canvas is left out.
    mutating func fill(row: Int, column: Int, heightInPixels height: Int, widthInPixels width: Int, with color: RGB) {
        let rows = max(0, row)..<max(max(0, row), min(heightInPixels, row + height))
        let columns = max(0, column)..<max(max(0, column), min(widthInPixels, column + width))
        for y in rows {
            for x in columns { setPixel(row: y, column: x, to: color) }
        }
    }

    /// Paints cells of a palette, each `scale` pixels wide and high; `indices` is `[height, width]` in cells.
    mutating func paint(_ indices: [UInt8], widthInCells: Int, palette: [RGB], scale: Int, row: Int, column: Int) {
        guard widthInCells > 0 else { return }
        let heightInCells = indices.count / widthInCells
        for y in 0..<heightInCells {
            let first = offset(row: row + y * scale, column: column)
            var place = first
            for x in 0..<widthInCells {
                let color = palette[Int(indices[y * widthInCells + x])]
                for _ in 0..<scale {
                    samples[place] = color.red
                    samples[place + 1] = color.green
                    samples[place + 2] = color.blue
                    place += 3
                }
            }
            repeatLine(at: first, byteCount: widthInCells * scale * 3, times: scale - 1)
        }
    }

    /// Copies the line that begins at a sample into the lines below it.
    private mutating func repeatLine(at first: Int, byteCount: Int, times: Int) {
        guard times > 0 else { return }
        let lineBytes = widthInPixels * 3
        samples.withUnsafeMutableBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            for line in 1...times { (base + first + line * lineBytes).update(from: base + first, count: byteCount) }
        }
    }

    /// Copies an RGB picture onto the canvas; it must lie inside.
    mutating func place(_ image: Image, row: Int, column: Int) {
        let lineBytes = image.widthInPixels * 3
        for y in 0..<image.heightInPixels {
            let start = offset(row: row + y, column: column)
            samples.replaceSubrange(start..<start + lineBytes, with: image.samples[y * lineBytes..<(y + 1) * lineBytes])
        }
    }

    /// Writes a line of text, its top left corner at a place; what is wider than `widestInPixels` is cut.
    mutating func write(_ text: TextMask, row: Int, column: Int, in color: RGB, widestInPixels: Int = .max) {
        for y in 0..<text.heightInPixels where (0..<heightInPixels).contains(row + y) {
            for x in 0..<min(text.widthInPixels, widestInPixels)
            where text.isInk(row: y, column: x) && (0..<widthInPixels).contains(column + x) {
                setPixel(row: row + y, column: column + x, to: color)
            }
        }
    }

    mutating func setPixel(row: Int, column: Int, to color: RGB) {
        let place = offset(row: row, column: column)
        samples[place] = color.red
        samples[place + 1] = color.green
        samples[place + 2] = color.blue
    }

    private func offset(row: Int, column: Int) -> Int { (row * widthInPixels + column) * 3 }
}
