import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct CellArtTests {
    private struct Cell: Equatable {
        var scalar: Unicode.Scalar
        var foreground: String
        var background: String
    }

    /// The lines of cells that bytes show, colors as they are named.
    private func cells(_ bytes: [UInt8]) throws -> [[Cell]] {
        let stream = TerminalStream(bytes)
        #expect(stream.violations == [])
        var lines: [[Cell]] = [[]]
        var (foreground, background) = ("", "")
        for token in stream.tokens {
            switch token {
            case .character(let scalar): lines[lines.count - 1].append(Cell(scalar: scalar, foreground: foreground, background: background))
            case .control(0x0A): lines.append([])
            case .sequence(let parameters, "m"):
                let first = Int(parameters.prefix { $0 != ";" }) ?? 0
                if parameters == "0" { (foreground, background) = ("", "") }
                if (30...38).contains(first) || (90...97).contains(first) { foreground = parameters }
                if (40...48).contains(first) || (100...107).contains(first) { background = parameters }
            default: break
            }
        }
        #expect(foreground == "" && background == "", "colors are left on")
        return lines
    }

    /// Pixels of two colors, each as large as the encoder makes one smaller.
    private func picture(_ bits: Int, rows: Int, columns: Int, pixelHeight: Int, pixelWidth: Int) -> Image {
        var samples: [UInt8] = []
        for row in 0..<rows * pixelHeight {
            for column in 0..<columns * pixelWidth {
                let isOn = bits >> (row / pixelHeight * columns + column / pixelWidth) & 1 == 1
                samples += isOn ? [250, 120, 10] : [0, 30, 90]
            }
        }
        return Image(heightInPixels: rows * pixelHeight, widthInPixels: columns * pixelWidth, channelCount: 3, samples: samples)
    }

    @Test(arguments: 0..<16) func `every quadrant pattern comes out as it is`(bits: Int) throws {
        let image = picture(bits, rows: 2, columns: 2, pixelHeight: 2, pixelWidth: 1)
        let cell = try #require(try cells(QuadrantsEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1))).first?.first)
        let shapes = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)
        try check(cell, bits, shape: { shapes[$0] }, all: 15)
    }

    @Test(arguments: 0..<64) func `every sextant pattern comes out as it is`(bits: Int) throws {
        let image = picture(bits, rows: 3, columns: 2, pixelHeight: 4, pixelWidth: 3)
        let cell = try #require(try cells(SextantsEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1))).first?.first)
        var others: [Int: Unicode.Scalar] = [0: " ", 0b010101: "▌", 0b101010: "▐", 63: "█"]
        var next: UInt32 = 0x1FB00
        for pattern in 1..<63 where others[pattern] == nil {
            others[pattern] = Unicode.Scalar(next)
            next += 1
        }
        #expect(next == 0x1FB3C)
        try check(cell, bits, shape: { try #require(others[$0]) }, all: 63)
    }

    /// A pattern may come with its colors exchanged; without a second color it is blank.
    private func check(_ cell: Cell, _ bits: Int, shape: (Int) throws -> Unicode.Scalar, all: Int) throws {
        let (on, off) = ("8;2;250;120;10", "8;2;0;30;90")
        if bits == 0 || bits == all {
            #expect(cell.scalar == " " && cell.background == "4" + (bits == 0 ? off : on))
        } else if cell.foreground == "3" + on {
            #expect(cell.scalar == (try shape(bits)) && cell.background == "4" + off)
        } else {
            #expect(cell.scalar == (try shape(all - bits)) && cell.foreground == "3" + off && cell.background == "4" + on)
        }
    }

    @Test func `a drawing in braille has dots where it has lines`() throws {
        var image = Image(heightInPixels: 8, widthInPixels: 6, channelCount: 1, samples: Array(repeating: 10, count: 48))
        for at in 0..<6 { image.samples[at * 6 + at] = 200 }
        let lines = try cells(BrailleEncoder.encode(image, Placement(heightInCells: 2, widthInCells: 3)))
        #expect(lines.map { String(String.UnicodeScalarView($0.map(\.scalar))) } == ["⠑⢄⠀", "⠀⠀⠑"])
        #expect(lines[0][0].foreground == "38;2;200;200;200")
    }

    @Test func `a picture without a ground is dithered in braille`() throws {
        let image = smoothImage(heightInPixels: 64, widthInPixels: 64)
        let lines = try cells(BrailleEncoder.encode(image, Placement(heightInCells: 16, widthInCells: 32)))
        let dots = lines.map { $0.reduce(0) { $0 + Int($1.scalar.value - 0x2800).nonzeroBitCount } }
        #expect(dots.count == 16)
        #expect((400...3600).contains(dots.reduce(0, +)))
    }

    @Test(arguments: [(RGB.black, "  ..::--==++**##%%@@"), (RGB.white, "@@%%##**++==--::..  ")])
    func `characters get denser away from the background`(background: RGB, expected: String) throws {
        let levels = (0..<20).map { UInt8($0 * 255 / 19) }
        let image = Image(heightInPixels: 2, widthInPixels: 20, channelCount: 1, samples: levels + levels)
        var placement = Placement(heightInCells: 1, widthInCells: 20, background: background)
        placement.colorDepth = .none
        #expect(spelledOut(ASCIIEncoder.encode(image, placement)) == expected)
    }

    @Test(arguments: ["blocks", "quadrants", "sextants", "braille", "ascii"], ColorDepth.allCases)
    func `colors are named as the terminal knows them`(name: String, depth: ColorDepth) throws {
        let encoder = try #require(GraphicsEncoderCatalog.encoder(named: name))
        var placement = Placement(heightInCells: 4, widthInCells: 8)
        placement.colorDepth = depth
        let lines = try cells(encoder.encode(smoothImage(heightInPixels: 48, widthInPixels: 48), placement))
        let names = Set(lines.joined().flatMap { [$0.foreground, $0.background] }).subtracting([""])
        #expect(names.isEmpty == (depth == .none))
        for name in names {
            switch depth {
            case .direct: #expect(name.split(separator: ";").dropFirst().first == "2")
            case .palette256: #expect(name.split(separator: ";").count == 3 && name.contains(";5;"))
            case .palette16: #expect((Int(name) ?? 0) > 0)
            case .none: break
            }
        }
        #expect(Set(lines.map(\.count)).count == 1, "lines of one length")
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `the nearest of 256 colors is the nearest`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let color = [0, 0, 0].map { _ in Int.random(in: 0...255, using: &generator) }
        let image = Image(heightInPixels: 2, widthInPixels: 1, channelCount: 3, samples: (color + color).map { UInt8($0) })
        var placement = Placement(heightInCells: 1, widthInCells: 1)
        placement.colorDepth = .palette256
        let cell = try #require(try cells(BlocksEncoder.encode(image, placement)).first?.first)
        let found = try #require(Int(cell.background.split(separator: ";").last ?? ""))
        let distances = (16...255).map { number -> Int in
            zip(Self.color(number), color).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        // A gray may be a step beside the best one where the color is far from gray; never more than a little worse.
        #expect(distances[found - 16] <= (distances.min() ?? 0) + 60, "\(color)")
    }

    private static func color(_ number: Int) -> [Int] {
        if number >= 232 { return Array(repeating: 8 + (number - 232) * 10, count: 3) }
        return [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map { $0 == 0 ? 0 : 55 + $0 * 40 }
    }
}
