import Foundation
import Imaging
import Tensors
import TestSupport
import Testing
import Workbench

/// Several layers on one sheet, figures in words, and what they stand on.
struct StageTests {
    private func figures(_ script: String) -> (figures: [Figure], texts: [String], succeeded: Bool) {
        let transcript = Transcript()
        let session = transcript.session()
        let succeeded = session.execute("load digits; load digit-7; \(script)")
        let outputs = transcript.takeOutputs()
        let figures = outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
        let texts = outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return (figures, texts, succeeded)
    }

    @Test(arguments: [
        ("show maps of conv*", "maps of conv*: 2 layers, 16 of 24 shown, "),
        ("show maps of conv* sort max top 3", "maps of conv* by max: 2 layers, 6 of 24 shown, "),
        ("show filters of *", "filters of *, means over the channels they see (4 of 10 layers): 4 layers, "),
        ("show stage conv1", "maps of conv1: 1 layer, 8 shown, "), ("show maps of conv1*", "maps of conv1: 8 shown, each 28x28"),
    ])
    func `a pattern that fits several layers makes a sheet of them`(command: String, caption: String) throws {
        let figure = try #require(figures(command).figures.last)
        #expect(figure.caption.hasPrefix(caption), "\(figure.caption)")
    }

    @Test func `a sheet shows the numbers that the layers hold`() throws {
        let sheet = try #require(figures("show maps of conv* sort energy top 2").figures.last)
        let single = figures("show maps of conv1 sort energy top 2; show maps of conv2 sort energy top 2").figures
        for (part, alone) in zip(try #require(sheet.source).parts, single) {
            guard case .tensor(let planes) = part else { continue }
            for (index, other) in try #require(alone.source).parts.enumerated() {
                guard case .tensor(let plane) = other else { continue }
                #expect(planes.part(index).floats == plane.floats)
            }
        }
    }

    @Test func `a figure is described by its caption, its kind, its parts and their order`() throws {
        let (figures, texts, _) = figures("show maps of conv1; describe")
        let words = try #require(texts.last).split(separator: "\n").map(String.init)
        let figure = try #require(figures.last)
        #expect(words.first == figure.caption)
        #expect(words[1].hasPrefix("a figure: grid of "))
        #expect(words[1].hasSuffix("; colors from dark, little, to bright, much"))
        #expect(Array(words[2..<10]) == figure.textTwin)
        #expect(words[10].hasPrefix("by their greatest numbers: conv1:6 ("))
    }

    @Test func `the regions of a map are described as they lie`() throws {
        let (_, texts, _) = figures("let x = [[0, 0, 0, 0], [0, 0, 4, 4], [0, 0, 4, 4]]; show $x; describe")
        let words = try #require(texts.last).split(separator: "\n").map(String.init)
        #expect(words.contains("66.7 % are zero, 33.3 % lie in the upper half of the range (above 2)"))
        #expect(words.suffix(3) == ["  0  0  0  0", "  0  0  4  4", "  0  0  4  4"])
    }

    @Test(arguments: [("light", RGB.white), ("dark", FigureCanvas.darkBackground)])
    func `figures stand on what is set`(word: String, background: RGB) throws {
        let figure = try #require(figures("set background \(word); show histogram of fc1").figures.last)
        #expect(figure.drawing.background == background)
    }

    @Test(arguments: ["svg", "pdf", "html", "png"])
    func `a figure is saved by the ending of its path`(ending: String) throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/figure.\(ending)"
        #expect(figures("show maps of conv1; save figure to \(path)").succeeded)
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let beginnings = ["svg": "<svg", "pdf": "%PDF", "html": "<!DOC", "png": "PNG"]
        #expect(String(decoding: bytes.prefix(5).filter { $0 < 0x80 }, as: UTF8.self).hasPrefix(beginnings[ending] ?? "?"))
    }
}
