import Imaging

/// Decodes sixel pictures that declare their size and paint every pixel; what the protocol allows beyond that counts as a violation.
package struct SixelDecoder {
    private var complaints: Set<String> = []
    private var registers: [Int: (UInt8, UInt8, UInt8)] = [:]
    private var register: Int?
    private var height = 0
    private var width = 0
    private var column = 0
    private var top = 0
    /// RGB and whether it was painted, four bytes a pixel.
    private var canvas: [UInt8] = []
    private var input: ArraySlice<UInt8>

    /// Source: DEC STD 070, chapter 9.
    package static func decode(_ stream: TerminalStream) -> DecodedPictures {
        var result = DecodedPictures()
        for case .string("P", let bytes, _) in stream.tokens {
            guard let start = bytes.firstIndex(of: UInt8(ascii: "q")), bytes[..<start].allSatisfy({ (48...57).contains($0) || $0 == 59 })
            else {
                continue
            }
            var decoder = SixelDecoder(bytes[(start + 1)...])
            decoder.run()
            if let image = decoder.image() { result.images.append(image) }
            result.violations += decoder.complaints.sorted().map { "sixel: \($0)" }
        }
        return result
    }

    private init(_ input: ArraySlice<UInt8>) {
        self.input = input
    }

    private mutating func run() {
        while let byte = input.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): readRasterAttributes()
            case UInt8(ascii: "#"): readColor()
            case UInt8(ascii: "!"): readRepeat()
            case UInt8(ascii: "$"): column = 0
            case UInt8(ascii: "-"): (column, top) = (0, top + 6)
            case 63...126: paint(byte - 63, count: 1)
            default: complaints.insert("byte \(byte) in the data")
            }
        }
    }

    private mutating func readNumbers() -> [Int] {
        let end = input.firstIndex { !(48...57).contains($0) && $0 != UInt8(ascii: ";") } ?? input.endIndex
        let text = String(decoding: input[..<end], as: UTF8.self)
        input = input[end...]
        return text.split(separator: ";", omittingEmptySubsequences: false).map { strictNumber($0) ?? -1 }
    }

    private mutating func readRasterAttributes() {
        let numbers = readNumbers()
        guard canvas.isEmpty, numbers.count == 4, numbers[0] == 1, numbers[1] == 1, (1...16384).contains(numbers[2]),
            (1...16384).contains(numbers[3])
        else {
            complaints.insert("raster attributes \(numbers)")
            return
        }
        (width, height) = (numbers[2], numbers[3])
        if height % 6 != 0 { complaints.insert("height \(height) is no multiple of 6") }
        canvas = [UInt8](repeating: 0, count: height * width * 4)
    }

    private mutating func readColor() {
        let numbers = readNumbers()
        guard let number = numbers.first, (0..<256).contains(number) else {
            complaints.insert("color register \(numbers)")
            return
        }
        register = number
        guard numbers.count > 1 else { return }
        guard numbers.count == 5, numbers[1] == 2, numbers[2...].allSatisfy({ (0...100).contains($0) }) else {
            complaints.insert("color definition \(numbers)")
            return
        }
        if registers[number] != nil { complaints.insert("color register \(number) defined twice") }
        func sample(_ percent: Int) -> UInt8 { UInt8((percent * 255 + 50) / 100) }
        registers[number] = (sample(numbers[2]), sample(numbers[3]), sample(numbers[4]))
    }

    private mutating func readRepeat() {
        let numbers = readNumbers()
        guard numbers.count == 1, (1...16384).contains(numbers[0]), let sixel = input.popFirst(), (63...126).contains(sixel) else {
            complaints.insert("repeat introducer without a count and a sixel")
            return
        }
        paint(sixel - 63, count: numbers[0])
    }

    private mutating func paint(_ bits: UInt8, count: Int) {
        defer { column += count }
        guard bits != 0 else { return }
        guard let register, let color = registers[register] else {
            complaints.insert("sixels in a color that is not defined")
            return
        }
        guard column + count <= width, top + 8 - bits.leadingZeroBitCount <= height else {
            complaints.insert("sixels outside of the declared \(width) by \(height)")
            return
        }
        for row in 0..<6 where bits >> row & 1 == 1 {
            for x in column..<column + count {
                let at = ((top + row) * width + x) * 4
                if canvas[at + 3] != 0 { complaints.insert("a pixel painted twice") }
                (canvas[at], canvas[at + 1], canvas[at + 2], canvas[at + 3]) = (color.0, color.1, color.2, 255)
            }
        }
    }

    private mutating func image() -> Image? {
        guard !canvas.isEmpty else {
            complaints.insert("no raster attributes")
            return nil
        }
        var samples: [UInt8] = []
        samples.reserveCapacity(height * width * 3)
        for pixel in 0..<height * width {
            if canvas[pixel * 4 + 3] == 0 { complaints.insert("pixels left unpainted") }
            samples += canvas[pixel * 4..<pixel * 4 + 3]
        }
        return Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples)
    }
}
