import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct FigurePresenterTests {
    private func presenter(
        _ word: String, environment: [String: String] = ["TERM": "xterm-256color", "COLORTERM": "truecolor"], rows: Int = 24,
        columns: Int = 80,
        answers text: String = ""
    ) throws -> FigurePresenter {
        var answers = TerminalAnswers()
        answers.feed(text.utf8)
        let window = TerminalWindow(heightInCells: rows, widthInCells: columns, heightInPixels: rows * 18, widthInPixels: columns * 9)
        return FigurePresenter(
            TerminalCapabilities(
                isTerminal: true, window: window, answers: answers, environment: environment,
                choice: try #require(GraphicsChoice(word: word))))
    }

    @Test(arguments: ["kitty", "iterm2", "sixel"])
    func `a figure of the canvas's size is shown as it is`(_ word: String) throws {
        let presenter = try presenter(word)
        let canvas = presenter.canvas
        let example = ImageCase(
            heightInPixels: canvas.heightInPixels, widthInPixels: canvas.widthInPixels, channelCount: 3, colorCount: 2, seed: 1)
        var image = example.image
        for at in image.samples.indices { image.samples[at] = image.samples[at] < 128 ? 0 : 255 }
        let decoded = DecodedPictures.all(in: presenter.bytes(picture: image, caption: "", textTwin: []))
        #expect(decoded.violations == [])
        #expect(decoded.images == [image])
    }

    @Test(arguments: ["kitty", "iterm2", "sixel", "blocks"], [(2000, 30), (30, 3000), (900, 1100), (1, 1)])
    func `a figure that is too large is shown smaller`(_ word: String, size: (Int, Int)) throws {
        let presenter = try presenter(word)
        let image = Image(
            heightInPixels: size.0, widthInPixels: size.1, channelCount: 1, samples: Array(repeating: 80, count: size.0 * size.1))
        let decoded = DecodedPictures.all(in: presenter.bytes(picture: image, caption: "", textTwin: []))
        #expect(decoded.violations == [])
        let shown = try #require(decoded.images.first)
        let scale = presenter.capabilities.encoder?.oversampling ?? 1
        #expect(shown.heightInPixels * scale <= presenter.canvas.heightInPixels)
        #expect(shown.widthInPixels * scale <= presenter.canvas.widthInPixels)
        #expect(decoded.images.count == 1)
    }

    @Test(arguments: ["kitty", "iterm2", "sixel", "blocks"])
    func `a frame takes the rows of the frame before it`(_ word: String) throws {
        let presenter = try presenter(word)
        let image = Image(heightInPixels: 36, widthInPixels: 36, channelCount: 1, samples: Array(repeating: 0, count: 36 * 36))
        let first = try #require(presenter.frame(picture: image, caption: "one", inPlaceOf: nil))
        let second = try #require(presenter.frame(picture: image, caption: "two", inPlaceOf: first.frame))
        #expect(first.frame.rowCount == second.frame.rowCount)
        let start = String(decoding: second.parts[0], as: UTF8.self)
        #expect(start == "\u{1B}[?2026h\r\u{1B}[\(first.frame.rowCount)A")
        let written = String(decoding: Array(second.parts.joined()), as: UTF8.self)
        #expect(written.contains("a=d,d=I") == (word == "kitty"))
        #expect(written.hasSuffix("\u{1B}[Jtwo\r\n\u{1B}[?2026l"))
        let decoded = DecodedPictures.all(in: Array((first.parts + second.parts).joined()))
        #expect(decoded.violations == [])
        #expect(decoded.images.count == 2)
    }

    @Test func `a frame's picture goes when the next has come, by its own number`() throws {
        let presenter = try presenter("kitty")
        let image = Image(heightInPixels: 36, widthInPixels: 36, channelCount: 1, samples: Array(repeating: 0, count: 36 * 36))
        let first = try #require(presenter.frame(picture: image, caption: "", inPlaceOf: nil))
        let second = try #require(presenter.frame(picture: image, caption: "", inPlaceOf: first.frame))
        func numbers(_ parts: [[UInt8]]) -> [Substring] {
            String(decoding: Array(parts.joined()), as: UTF8.self).split(separator: ",").filter { $0.hasPrefix("i=") }
        }
        #expect(numbers(first.parts).count == 1)
        #expect(numbers(second.parts).count == 2)
        #expect(numbers(second.parts).last == numbers(first.parts).first)
        #expect(numbers([presenter.erasing(second.frame)]) == [numbers(second.parts)[0]])
    }

    @Test func `inside tmux a frame's picture is taken away through it`() throws {
        let presenter = try presenter("kitty", environment: ["TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"])
        let image = Image(heightInPixels: 36, widthInPixels: 36, channelCount: 1, samples: Array(repeating: 0, count: 36 * 36))
        let first = try #require(presenter.frame(picture: image, caption: "one", inPlaceOf: nil))
        #expect(spelledOut(presenter.erasing(first.frame)).contains("ESC Ptmux;ESC ESC _Ga=d,d=I"))
    }

    @Test func `inside tmux in a kitty that knows them, placeholders hold a picture's place`() throws {
        let tmux = try #require(TmuxSurroundings("kitty(0.35.2)\nxterm-kitty\n1\n"))
        let capabilities = TerminalCapabilities(
            isTerminal: true,
            window: TerminalWindow(heightInCells: 24, widthInCells: 80, heightInPixels: 432, widthInPixels: 720),
            answers: nil, environment: ["TERM": "tmux-256color", "TMUX": "x"], tmux: tmux)
        #expect(capabilities.encoder?.name == "kitty")
        let image = ImageCase(heightInPixels: 54, widthInPixels: 27, channelCount: 3, colorCount: 9, seed: 4).image
        let parts = FigurePresenter(capabilities).parts(picture: image, caption: "c", textTwin: [])
        #expect(parts.count == 3)
        let decoded = DecodedPictures.all(in: parts[0])
        #expect(decoded.violations == [])
        #expect(decoded.images == [image])
        let number = try #require(String(decoding: parts[0], as: UTF8.self).split(separator: ",").first { $0.hasPrefix("i=") })
        let sent = try #require(UInt32(number.dropFirst(2)))
        let scalars = Array(String(decoding: parts[1], as: UTF8.self).unicodeScalars)
        #expect(scalars.count { $0 == "\u{10EEEE}" } == 9)
        let first = try #require(scalars.firstIndex(of: "\u{10EEEE}"))
        #expect(String(String.UnicodeScalarView(scalars[..<first])) == "\r\u{1B}[38;2;\(sent >> 16);\(sent >> 8 & 255);\(sent & 255)m")
        #expect(Array(scalars[first..<first + 6]) == ["\u{10EEEE}", "\u{305}", "\u{305}", "\u{10EEEE}", "\u{305}", "\u{30D}"])
        let last = try #require(scalars.lastIndex(of: "\u{10EEEE}"))
        #expect(Array(scalars[last..<last + 3]) == ["\u{10EEEE}", "\u{30E}", "\u{30E}"])
    }

    @Test func `a drawing is shown in braille where other figures have blocks`() throws {
        let image = Image(heightInPixels: 40, widthInPixels: 40, channelCount: 1, samples: Array(repeating: 0, count: 1600))
        let isBraille = { (bytes: [[UInt8]]) in
            String(decoding: Array(bytes.joined()), as: UTF8.self).unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) }
        }
        for word in ["blocks", "quadrants", "sextants"] {
            let presenter = try presenter(word)
            #expect(isBraille(presenter.parts(picture: image, caption: "", textTwin: [], isDrawing: true)) == (word == "blocks"))
            #expect(!isBraille(presenter.parts(picture: image, caption: "", textTwin: [])))
        }
    }

    @Test func `figures for blocks are drawn finer and scaled down`() throws {
        let presenter = try presenter("blocks")
        #expect([presenter.canvas.heightInPixels, presenter.canvas.widthInPixels] == [160, 320])
        let small = checkerboard(heightInPixels: 40, widthInPixels: 80, fieldSide: 1)
        let large = checkerboard(heightInPixels: 160, widthInPixels: 320, fieldSide: 4)
        let decoded = DecodedPictures.all(in: presenter.bytes(picture: large, caption: "", textTwin: []))
        #expect(decoded.violations == [])
        #expect(decoded.images == [small])
    }

    private func checkerboard(heightInPixels: Int, widthInPixels: Int, fieldSide: Int) -> Image {
        var samples: [UInt8] = []
        for row in 0..<heightInPixels {
            for column in 0..<widthInPixels {
                let isLight = (row / fieldSide + column / fieldSide) % 2 == 0
                samples += isLight ? [250, 200, 7] : [0, 50, 80]
            }
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 3, samples: samples)
    }

    @Test func `a sixel picture keeps to the terminal's limit`() throws {
        let presenter = try presenter("sixel", rows: 100, columns: 300, answers: "\u{1B}[?2;0;1000;900S")
        #expect(presenter.canvas.widthInPixels == 1000)
        #expect(presenter.canvas.heightInPixels == 900)
        #expect(try self.presenter("kitty", rows: 100, columns: 300, answers: "\u{1B}[?2;0;1000;900S").canvas.widthInPixels == 2700)
    }

    @Test func `room is made for the picture, and the cursor ends below it`() throws {
        let image = Image(heightInPixels: 19, widthInPixels: 1, channelCount: 1, samples: Array(repeating: 0, count: 19))
        let bytes = spelledOut(try presenter("sixel").bytes(picture: image, caption: "a dot", textTwin: ["twin"]))
        #expect(bytes.hasPrefix("CRLFLFESC [2AESC 7ESC P"))
        #expect(bytes.hasSuffix("ESC \\ESC 8ESC [2Ba dotCRLF"))
    }

    @Test func `without pictures the text twin is shown`() throws {
        let bytes = try presenter("none").bytes(
            picture: smoothImage(heightInPixels: 9, widthInPixels: 9), caption: "map 3", textTwin: ["peak 1", ""])
        #expect(spelledOut(bytes) == "map 3CRLFpeak 1CRLF")
    }

    @Test func `text cannot steer the terminal`() throws {
        let caption = "cat\u{1B}[2J\u{9B}31m\u{07}\u{7F}.png\n"
        let bytes = try presenter("none").bytes(picture: smoothImage(heightInPixels: 9, widthInPixels: 9), caption: caption, textTwin: [])
        #expect(spelledOut(bytes) == "cat[2J31m.pngCRLF")
    }

    @Test(arguments: ["kitty", "iterm2", "sixel"])
    func `inside tmux every sequence is wrapped by itself`(_ word: String) throws {
        let presenter = try presenter(word, environment: ["TERM": "tmux-256color", "TMUX": "x"])
        let image = ImageCase(heightInPixels: 60, widthInPixels: 90, channelCount: 3, colorCount: 9, seed: 4).image
        let parts = presenter.parts(picture: image, caption: "c", textTwin: [])
        #expect(parts.count > 2)
        #expect(parts.dropFirst().first?.starts(with: "\u{1B}Ptmux;\u{1B}\u{1B}".utf8) == true)
        let decoded = DecodedPictures.all(in: Array(parts.joined()))
        #expect(decoded.violations == [])
        #expect(decoded.images.first?.widthInPixels == 90)
    }

    @Test func `inside tmux a picture over a mebibyte comes in strips`() throws {
        let presenter = try presenter("iterm2", environment: ["TERM": "tmux-256color", "TMUX": "x"], rows: 80, columns: 200)
        var generator = SeededGenerator(seed: 3)
        let samples = (0..<630 * 630 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let image = Image(heightInPixels: 630, widthInPixels: 630, channelCount: 3, samples: samples)
        let decoded = DecodedPictures.all(in: presenter.bytes(picture: image, caption: "", textTwin: []))
        #expect(decoded.violations == [])
        #expect(decoded.images.count > 1)
        #expect(decoded.images.dropLast().allSatisfy { $0.heightInPixels % 18 == 0 })
        #expect(decoded.images.map { $0.heightInPixels }.reduce(0, +) == 630)
    }
}
