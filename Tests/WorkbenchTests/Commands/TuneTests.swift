import Inference
import TestSupport
import Testing
import Workbench

/// `tune`, its record, and what `layers plan` says of it.
@Suite struct TuneTests {
    private static let setup = "load digits; load digit-7"

    @Test func `what was measured is kept for later sessions, and can be left aside`() throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        session.lab.tuning = TuningShelf(folder: folder.path + "/cache", machine: "a machine")
        #expect(session.execute(Self.setup + "; tune"))
        let path = try #require(session.lab.tuning.path)
        let lines = transcript.take()
        let count = session.lab.tuning.convolutions.ways.count
        #expect(count > 0)
        #expect(lines.joined(separator: " ").contains("kept in"))

        let later = transcript.session()
        later.lab.tuning = TuningShelf(folder: folder.path + "/cache", machine: "a machine")
        #expect(later.lab.tuning.path == path)
        #expect(later.lab.tuning.convolutions == session.lab.tuning.convolutions)
        _ = transcript.take()
        #expect(later.execute(Self.setup + "; layers plan"))
        #expect(transcript.take().contains { $0.contains(", tuned") })
        #expect(later.execute("set tune off; layers plan"))
        #expect(!transcript.take().contains { $0.contains(", tuned") })

        let elsewhere = TuningShelf(folder: folder.path + "/cache", machine: "another machine")
        #expect(elsewhere.convolutions.ways.isEmpty && elsewhere.takeComplaint() == nil)
    }

    @Test(arguments: ["", "nonsense", "cnns tuned convolutions 1\nan old machine\n", String(repeating: "x", count: 2 << 20)])
    func `a record that cannot be believed is left alone`(text: String) throws {
        let folder = TemporaryFolder()
        let shelf = TuningShelf(folder: folder.path, machine: "a machine")
        let path = try #require(shelf.path)
        _ = try folder.write(Array(text.utf8), to: String(try #require(path.split(separator: "/").last)))
        let transcript = Transcript()
        let session = transcript.session()
        session.lab.tuning = shelf
        #expect(session.execute(Self.setup + "; predict top 1"))
        let notes = transcript.take().filter { $0.hasPrefix("note: '\(path)' is not used") }
        #expect(notes.count == 1)
        #expect(session.execute("predict top 1"))
        #expect(!transcript.take().contains { $0.hasPrefix("note:") })
    }

    @Test func `a roofline has the steps that multiply, and words for them`() throws {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(Self.setup + "; layers plan plot"))
        let figures = transcript.takeOutputs().compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
        let figure = try #require(figures.first)
        #expect(figure.caption.hasPrefix("roofline of digits on "))
        #expect(figure.textTwin.contains { $0.hasPrefix("  conv1: ") && $0.contains("% of the roof") })
    }
}
