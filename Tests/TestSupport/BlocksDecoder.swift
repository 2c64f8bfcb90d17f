import Imaging

/// Decodes pictures of half blocks: lines of U+2580 and blanks in 24-bit colors or 256, two pixels a cell.
///
/// Consecutive lines of the same number of colored cells make a picture; what has no background color is black.
package struct BlocksDecoder {
    private var result = DecodedPictures()
    private var foreground: RGB?
    private var background: RGB?
    private var line: [(upper: RGB, lower: RGB)] = []
    private var lines: [[(upper: RGB, lower: RGB)]] = []

    package static func decode(_ stream: TerminalStream) -> DecodedPictures {
        var decoder = BlocksDecoder()
        for token in stream.tokens { decoder.take(token) }
        decoder.endLine()
        decoder.endPicture()
        if decoder.foreground != nil || decoder.background != nil { decoder.complain("colors are not reset at the end") }
        return decoder.result
    }

    private mutating func complain(_ sentence: String) {
        result.violations.append("blocks: \(sentence)")
    }

    private mutating func take(_ token: TerminalToken) {
        switch token {
        case .character("\u{2580}"):
            guard let foreground else { return complain("a block without a color") }
            line.append((foreground, background ?? .black))
        case .character(" "):
            if let background { line.append((background, background)) }
        case .control(0x0A):
            if background != nil { complain("a line feed with a background color set") }
            endLine()
        case .sequence(let parameters, "m"):
            setColor(parameters)
        default:
            break
        }
    }

    private mutating func setColor(_ parameters: String) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { strictNumber($0) ?? -1 }
        if parameters.isEmpty || numbers == [0] {
            (foreground, background) = (nil, nil)
        } else if numbers.count == 5, numbers[1] == 2, numbers[2...].allSatisfy({ (0...255).contains($0) }), [38, 48].contains(numbers[0]) {
            let color = RGB(UInt8(numbers[2]), UInt8(numbers[3]), UInt8(numbers[4]))
            if numbers[0] == 38 { foreground = color } else { background = color }
        } else if numbers.count == 3, numbers[1] == 5, (16...255).contains(numbers[2]), [38, 48].contains(numbers[0]) {
            if numbers[0] == 38 { foreground = Self.color(numbers[2]) } else { background = Self.color(numbers[2]) }
        } else if numbers.contains(38) || numbers.contains(48) || numbers.contains(-1) {
            complain("color sequence '\(parameters)'")
        }
    }

    /// A color of xterm's cube or of its grays.
    private static func color(_ number: Int) -> RGB {
        if number >= 232 {
            let level = UInt8(8 + (number - 232) * 10)
            return RGB(level, level, level)
        }
        func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + step * 40) }
        return RGB(level((number - 16) / 36), level((number - 16) / 6 % 6), level((number - 16) % 6))
    }

    private mutating func endLine() {
        if line.isEmpty || lines.last.map({ $0.count != line.count }) ?? false { endPicture() }
        if !line.isEmpty { lines.append(line) }
        line = []
    }

    private mutating func endPicture() {
        guard let width = lines.first?.count else { return }
        var samples: [UInt8] = []
        for line in lines {
            for cell in line { samples += [cell.upper.red, cell.upper.green, cell.upper.blue] }
            for cell in line { samples += [cell.lower.red, cell.lower.green, cell.lower.blue] }
        }
        result.images.append(Image(heightInPixels: lines.count * 2, widthInPixels: width, channelCount: 3, samples: samples))
        lines = []
    }
}
