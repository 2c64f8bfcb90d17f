import Imaging
import TestSupport
import Testing
import Workbench

/// Queries over channels: what they find, and what they say.
struct FindTests {
    private static let setup = "load digits; load digit-7\n"

    /// Pictures of three digits in a folder.
    private static func photographs() -> TemporaryFolder {
        let folder = TemporaryFolder()
        let lines = [3, 5, 7].map { "load digit-\($0); show image size 28; save figure to digit\($0).png" }
        Transcript().session().execute(folder.holding(lines.joined(separator: "\n")))
        return folder
    }

    @Test(arguments: [
        ("find conv2", "count(_) == 16"), ("find conv*", "count(_) == 24"), ("find conv1:2..4 conv1:3 conv2:0", "count(_) == 4"),
        ("find relu2 where max > 2", "count(_) == count(max(max(maps(\"relu2\"), axis = 2), axis = 1) > 2)"),
        ("find relu2 where mean > 0.2", "count(_) == count(mean(mean(maps(\"relu2\"), axis = 2), axis = 1) > 0.2)"),
        ("find relu2 where min == 0 and not dead", "count(_) > 0"), ("find relu3 where dead", "count(_) == count(maps(\"relu3\") == 0)"),
        ("find relu3 where sparsity == 1", "count(_) == count(maps(\"relu3\") == 0)"),
        ("find conv2 where index < 3", "count(_) == 3"), ("find conv2 where energy > 5 or std > 3 sort energy top 2", "count(_) == 2"),
        ("find conv2 where false", "count(_) == 0"), ("find relu2 where duplicate", "count(_) == 0"),
        ("let limit = 2; find relu2 where max > limit", "count(_) == count(max(max(maps(\"relu2\"), axis = 2), axis = 1) > 2)"),
        ("find conv2 where corr(\"conv2:5\") > 0.9999", "count(_) == 1"),
        ("find conv1 where corr(maps(\"conv1\")[3]) > 0.9999", "count(_) == 1"),
        ("find conv1 where corr(gray(image)) > 0.5 and corr(image) > 0.5", "count(_) > 0"),
        ("find conv1 where corr([1, 2, 3], [2, 4, 6]) > 0.9", "count(_) == 8"),
    ])
    func `a query finds the channels of which it holds`(line: String, claim: String) {
        let (succeeded, lines) = Transcript.run(Self.setup + line + "\nexpect " + claim)
        #expect(succeeded, "\(lines)")
    }

    @Test func `the sort key puts the greatest first`() throws {
        let session = Transcript().session()
        session.execute(Self.setup + "let order = top(mean(mean(maps(\"conv2\") ^ 2, axis = 2), axis = 1), 16); find conv2 sort energy")
        session.execute("let found = _; find conv2 sort -energy; let reversed = _")
        let order = try #require(session.variables["order"]).tensor().floats.map { "conv2:\(Int($0))" }
        let list = { (names: [String]) in "[" + names.joined(separator: ", ") + "]" }
        #expect(session.variables["found"]?.description == list(order))
        #expect(session.variables["reversed"]?.description == list(order.reversed()))
    }

    @Test func `what was found can be edited`() {
        let script = "find relu2 where max > 2; let found = _; for a in found { ablate $a }\nexpect max(maps(\"relu2\")) <= 2\n"
        let (succeeded, lines) = Transcript.run(Self.setup + script + "restore; ablate $found; expect max(maps(\"relu2\")) <= 2")
        #expect(succeeded, "\(lines)")
    }

    @Test func `over a folder the numbers are those of all its pictures`() throws {
        let folder = Self.photographs()
        let script = """
            load digits
            let peak = 0 * [1, 1, 1, 1, 1, 1, 1, 1]
            for d in [3, 5, 7] { load digit-$d; let m = max(max(maps("conv1"), axis = 2), axis = 1); let peak = peak * (peak > m) + m * (m >= peak) }
            find conv1 where max > 1.9 in photos/
            expect count(_) == count(peak > 1.9)
            find conv1 where abs(max - peak[index]) > 0.00001 in photos/
            expect count(_) == 0
            find conv1 sort corr("conv1:3") top 1 in photos/
            """
        let (succeeded, lines) = Transcript.run(folder.holding(script))
        #expect(succeeded, "\(lines)")
        #expect(lines.contains { $0.hasSuffix("over 3 pictures of \(folder.path)/") })
        #expect(lines.contains { $0.hasPrefix("conv1:3") && $0.hasSuffix("1.000") })
    }

    @Test func `a file that is no picture is noted and passed over`() throws {
        let folder = Self.photographs()
        _ = try folder.write([1, 2, 3], to: "broken.png")
        _ = try folder.write([1, 2, 3], to: "notes.txt")
        _ = try folder.write([1, 2, 3], to: "steers\u{1B}[31m.jpg")
        let (succeeded, lines) = Transcript.run(folder.holding("load digits; find conv1 in photos/"))
        #expect(succeeded)
        #expect(lines.last?.contains("over 3 pictures of \(folder.path)/ (2 could not be read: broken.png: ") == true, "\(lines)")
        #expect(!lines.joined().contains("\u{1B}"))
    }

    @Test func `stopped, a query fails and the rest of the line is not run`() {
        let transcript = Transcript()
        let session = transcript.session()
        let folder = Self.photographs()
        session.execute("load digits; load digit-7")
        transcript.whenever("now") { [interruption = session.interruption] in interruption.cancel() }
        #expect(!session.execute(folder.holding("def f(x) { say now; x }\nfind conv1 where f(true) in photos/; say never")))
        #expect(!transcript.take().contains("never"))
    }

    @Test(arguments: [
        ("find ¦conv9", "no layer 'conv9' in 'digits'"), ("find conv1 where ¦maximum > 2", "no value 'maximum'"),
        ("find conv1 where ¦[1, 2] > 0", "expected one truth value"),
        ("find ¦conv1@1,2 where max > 2", "expected channels, found the unit"),
        ("find conv1 where corr(¦\"conv1\") > 0", "expected a channel such as 'conv1:3', found 'conv1'"),
        ("find conv1 where corr(¦\"conv1:9\") > 0", "no channel 9 in 'conv1'"), ("find conv1 sort ¦\"max\"", "expected a number"),
        ("find conv1 in ¦/no/such/folder", "the folder '/no/such/folder/' cannot be opened"), ("find conv1 where ¦", "expected a value"),
        ("¦find", "expected places such as"),
    ])
    func `a wrong query points at its word`(marked: String, message: String) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        let mark = try #require(marked.firstIndex(of: "¦"))
        #expect(diagnostic.range?.start == marked[..<mark].utf8.count)
    }
}
