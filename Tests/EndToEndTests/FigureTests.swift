import Foundation
import Imaging
import TestSupport
import Testing

@Suite(.serialized) struct `A figure` {
    private let folder = TemporaryFolder()
    private static let script = "load digits; load digit-7; show image; show filters of conv1; show maps of conv1 top 4"

    private func saved(_ name: String) throws -> Image {
        try PNGCodec.decode(Array(Data(contentsOf: URL(fileURLWithPath: folder.path + "/figures/" + name))))
    }

    @Test func `is saved as a numbered PNG and leaves its words in a pipe`() throws {
        let run = try Program.run("--save-figures", folder.path + "/figures", "-e", Self.script)
        #expect(run.status == 0)
        #expect(run.errorText == "")
        #expect(!run.output.contains(0x1B))
        #expect(run.outputText.contains("conv1"))
        let names = TemporaryFolder.names(in: folder.path + "/figures")
        #expect(names.map { String($0.prefix(4)) } == ["001-", "002-", "003-"])
        for name in names {
            let image = try saved(name)
            #expect(image.widthInPixels > 0 && Set(image.samples).count > 1, "\(name) shows nothing")
        }
    }

    @Test func `that cannot be saved fails the run`() throws {
        let file = try folder.write([], to: "no-folder")
        let run = try Program.run("--save-figures", file + "/figures", "-e", Self.script)
        #expect(run.status == 1)
        #expect(run.errorText.contains("error: cannot write '\(file)/figures"))
    }

    @Test(arguments: [TerminalRole.kitty, .localKitty, .xtermWithSixel, .iTerm2, .mlterm])
    func `reaches the terminal as it is saved`(role: TerminalRole) throws {
        let terminal = try Program.start(
            "--save-figures", folder.path + "/figures", "--cell", "9x18", "-e", Self.script, in: role, home: folder)
        #expect(try terminal.waitForExit() == 0)
        let shown = DecodedPictures.all(in: terminal.transcript)
        #expect(shown.violations == [])
        let names = TemporaryFolder.names(in: folder.path + "/figures")
        try #require(shown.images.count == names.count)
        for (name, image) in zip(names, shown.images) {
            let figure = try saved(name)
            #expect(image.widthInPixels >= figure.widthInPixels && image.heightInPixels >= figure.heightInPixels, "\(name) at \(role)")
            // Sixel colors are percentages: half of one is 1.3 levels.
            #expect(largestDifference(figure, image.convertedToRGB()) <= 2, "\(name) at \(role)")
        }
    }

    @Test(arguments: ["kitty", "sixel", "iterm2", "blocks"]) func `goes into a file when a protocol is named`(name: String) throws {
        let run = try Program.run("--graphics", name, "-e", Self.script)
        #expect(run.status == 0)
        let shown = DecodedPictures.all(in: run.output)
        #expect(shown.images.count == 3)
    }

    @Test(arguments: [TerminalRole.xterm, .mute]) func `becomes blocks where nothing else is known to work`(role: TerminalRole) throws {
        let terminal = try Program.start("-e", Self.script, in: role, home: folder)
        #expect(try terminal.waitForExit() == 0)
        let shown = DecodedPictures.all(in: terminal.transcript)
        #expect(shown.violations == [])
        #expect(shown.images.count == 3)
        #expect(shown.images.allSatisfy { Set($0.samples).count > 2 && $0.widthInPixels <= 80 })
    }

    @Test(arguments: [TerminalRole.dumb]) func `is told in words where there is no color`(role: TerminalRole) throws {
        let terminal = try Program.start("-e", Self.script, in: role, home: folder)
        #expect(try terminal.waitForExit() == 0)
        #expect(!terminal.transcript.contains(0x1B))
        #expect(String(decoding: terminal.visibleText, as: UTF8.self).contains("conv1"))
    }

    @Test(arguments: ["quadrants", "sextants", "braille", "ascii"]) func `goes into a file as text of any kind`(name: String) throws {
        let run = try Program.run("--graphics", name, "--colors", "none", "-e", Self.script)
        #expect(run.status == 0)
        #expect(!run.output.contains(0x1B))
        let lines = run.outputText.split(whereSeparator: \.isNewline)
        #expect(lines.count > 40 && lines.allSatisfy { $0.count <= 400 })
    }

    @Test func `takes the place of the one before under 'watch', and the last stays`() throws {
        let line = "load digits; load digit-7; watch for c in 0..7 { show map $c of conv1 }; say done"
        let terminal = try Program.start("-e", line, in: .kitty, home: folder)
        #expect(try terminal.waitForExit() == 0)
        let shown = DecodedPictures.all(in: terminal.transcript)
        #expect(shown.violations == [])
        #expect((2...9).contains(shown.images.count))
        let text = String(decoding: terminal.transcript, as: UTF8.self)
        func count(_ part: String) -> Int { text.components(separatedBy: part).count - 1 }
        // Every picture but the last, which is no frame any more, is taken away again.
        #expect(count("a=d,d=I") == shown.images.count - 1)
        #expect(count("\u{1B}[5n") == shown.images.count - 1)
        #expect(String(decoding: terminal.visibleText, as: UTF8.self).contains("conv1:7"))
        #expect(terminal.isInLineMode)
    }

    @Test func `keeps what is typed while it is drawn live`() throws {
        let terminal = try Program.start(in: .kitty, home: folder)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7; watch for c in 0..7 { show map $c of conv1 }")
        terminal.enter("say typed ahead")
        // Not its echo: Ctrl-D would come while the line runs.
        try terminal.expect("In [3]")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `keeps a Ctrl-D that is typed while it is drawn live`() throws {
        let terminal = try Program.start(in: .kitty, home: folder)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7; watch for c in 0..7 { show map $c of conv1 }")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `is not drawn live where nobody sees it`() throws {
        let run = try Program.run("-e", "load digits; load digit-7; watch for c in 0..3 { show map $c of conv1 }")
        #expect(run.status == 0)
        #expect(run.outputText.contains("conv1:3") && !run.outputText.contains("conv1:2"))
    }

    @Test(arguments: [TerminalRole.kitty, .localKitty, .xtermWithSixel, .mlterm, .iTerm2])
    func `of the doctor shows the test card by every way there is`(role: TerminalRole) throws {
        let terminal = try Program.start("doctor", in: role, home: folder)
        #expect(try terminal.waitForExit() == 0)
        let text = String(decoding: terminal.visibleText, as: UTF8.self)
        #expect(text.contains("answers") && text.contains("ESC [?6"))
        #expect(text.contains("to set"))
        #expect(text.contains("letters   drawn by Cairo (libcairo.so.2)"))
        #expect(text.contains("kernels   ") && text.contains("openblas, reference"))
        let shown = DecodedPictures.all(in: terminal.transcript)
        #expect(shown.violations == [])
        let card = try #require(shown.images.first)
        #expect(Array(card.samples.prefix(3)) == [255, 255, 255])
        #expect(Array(card.samples[(card.widthInPixels + 1) * 3..<(card.widthInPixels + 2) * 3]) == [255, 0, 0])
        for name in ["blocks", "quadrants", "sextants", "braille", "ascii"] { #expect(text.contains("\(name): ")) }
    }

    @Test func `follows 'set graphics'`() throws {
        let run = try Program.run("-e", "load digits; set graphics blocks; show filters of conv1; set graphics none; show filters of conv1")
        #expect(DecodedPictures.all(in: run.output).images.count == 1)
    }

    @Test func `is shown at the prompt with the next prompt below it`() throws {
        let terminal = try Program.start(in: .kitty, home: folder)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7; show maps of conv1")
        try terminal.expect("In [2]")
        let shown = DecodedPictures.all(in: terminal.transcript)
        #expect(shown.images.count == 1)
        #expect(shown.violations == [])
        terminal.type("layer con")
        terminal.press(.tab, .tab)
        try terminal.expect("conv2")
    }

    /// Over the figure's pixels; what the terminal's copy has beyond them is padding.
    private func largestDifference(_ figure: Image, _ shown: Image) -> Int {
        var largest = 0
        for row in 0..<min(figure.heightInPixels, shown.heightInPixels) {
            for offset in 0..<min(figure.widthInPixels, shown.widthInPixels) * 3 {
                let own = figure.samples[row * figure.widthInPixels * 3 + offset]
                let other = shown.samples[row * shown.widthInPixels * 3 + offset]
                largest = max(largest, abs(Int(own) - Int(other)))
            }
        }
        return largest
    }
}
