import Imaging
import TestSupport
import Testing
import Workbench

/// The patches of a folder's pictures that excite a channel most.
struct TopTests {
    /// All digits in a folder.
    private static func photographs() -> TemporaryFolder {
        let folder = TemporaryFolder()
        let lines = (0...9).map { "load digit-\($0); show image size 28; save figure to digit\($0).png" }
        Transcript().session().execute(folder.holding(lines.joined(separator: "\n")))
        return folder
    }

    /// The figure of a line, after the network was loaded.
    private func figure(_ line: String, _ folder: TemporaryFolder) throws -> Figure {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits")
        _ = transcript.take()
        #expect(session.execute(folder.holding(line)))
        return try #require(transcript.takeOutputs().compactMap { if case .figure(let figure) = $0 { figure } else { nil } }.last)
    }

    @Test func `patches come from the pictures with the greatest numbers`() throws {
        let folder = Self.photographs()
        let figure = try figure("top 4 patches of relu2:5 in photos/", folder)
        var peaks: [(digit: Int, peak: Float)] = []
        for digit in 0...9 {
            let session = Transcript().session()
            session.execute("load digits; load digit-\(digit); let peak = max(maps(\"relu2\")[5])")
            peaks.append((digit, Float(try #require(session.variables["peak"]).number())))
        }
        let expected = peaks.sorted { $0.peak > $1.peak }.prefix(4)
        #expect(figure.textTwin.map { $0.prefix(12) } == expected.map { "  digit\($0.digit).png" }.map { $0.prefix(12) })
        #expect(figure.textTwin.first?.contains("relu2:5@") == true)
        #expect(figure.caption.hasPrefix("what excites relu2:5 most: 4 of 10 pictures of \(folder.path)/, each what one unit sees (14x14"))
    }

    @Test func `a patch is what its unit sees, as far as it lies inside`() throws {
        // conv1 sees 5x5 pixels around each of its units.
        let figure = try figure("top patches of conv1:3 in photos/", Self.photographs())
        #expect(figure.textTwin.count == 9)
        for line in figure.textTwin {
            let numbers = try #require(line.wholeMatch(of: /.*@(\d+),(\d+) is .* rows (\d+)\.\.(\d+), columns (\d+)\.\.(\d+)/))
            let (row, column) = (try #require(Int(numbers.1)), try #require(Int(numbers.2)))
            #expect(Int(numbers.3) == max(0, row - 2) && Int(numbers.4) == min(27, row + 2))
            #expect(Int(numbers.5) == max(0, column - 2) && Int(numbers.6) == min(27, column + 2))
        }
    }

    @Test func `weighted patches are no lighter than plain ones`() throws {
        let folder = Self.photographs()
        let plain = try figure("top 4 patches of relu2:5 in photos/", folder)
        let weighted = try figure("top 4 patches of relu2:5 in photos/ weighted", folder)
        #expect(weighted.image.samples != plain.image.samples)
        #expect(zip(weighted.image.samples, plain.image.samples).allSatisfy { $0 <= $1 })
        #expect(weighted.caption.contains("dark where the map is weak"))
    }

    @Test func `edits count here too, and the files come back as a list`() throws {
        let folder = Self.photographs()
        let script = """
            load digits; top 2 patches of relu2:5 in photos/
            expect count(_) == 2
            for file in _ { load $file }
            scale relu2:5 by 10; top 1 patches of relu2:5 in photos/
            """
        let (succeeded, lines) = Transcript.run(folder.holding(script))
        #expect(succeeded, "\(lines)")
        #expect(lines.last?.hasSuffix("edited: scale relu2:5 by 10") == true)
    }

    @Test(arguments: [
        ("top patches of ¦conv1 in photos/", "expected one channel such as 'conv1:3'"),
        ("top patches of ¦conv1:8 in photos/", "no channel 8 in 'conv1'"), ("top ¦patches of conv1:3", "expected 'in' after"),
        ("top ¦0 patches of conv1:3 in photos/", "expected"), ("top ¦pieces of conv1:3 in photos/", "expected 'patches'"),
        ("top patches of conv1:3 in ¦/nowhere/", "the folder '/nowhere/' cannot be opened"),
    ])
    func `a wrong request points at its word`(marked: String, message: String) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits")
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
    }

    @Test func `an empty folder is said to be empty`() {
        let folder = TemporaryFolder()
        let (succeeded, lines) = Transcript.run("load digits; top patches of conv1:3 in \(folder.path)")
        #expect(!succeeded && lines.contains("error: expected PNG or JPEG files, found none in '\(folder.path)/'"))
    }
}
