import Imaging
import TestSupport
import Testing
import Workbench

/// What the commands that change the inside of a network do and say.
struct EditTests {
    private static let setup = "load digits; load digit-7\n"

    /// A session that has run the setup, and what it says.
    private func session() -> (session: Session, transcript: Transcript) {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        _ = transcript.take()
        return (session, transcript)
    }

    @Test(arguments: [
        ("ablate relu2:5", "maps(\"relu2\")[5] == 0 * before[5]"), ("ablate relu2", "maps(\"relu2\") == 0 * before"),
        ("ablate relu2:2..4,9", "sum(maps(\"relu2\")[[2, 3, 4, 9]]) == 0"),
        ("ablate relu2:5@3,4", "maps(\"relu2\")[5, 3, 4] == 0"), ("ablate relu2@3,4", "all(maps(\"relu2\")[.., 3, 4] == 0)"),
        ("ablate relu2:5@3,4", "sum(maps(\"relu2\")) == sum(before) - before[5, 3, 4] within 0.001"),
        ("layer relu2; ablate :5", "maps[5] == 0 * before[5]"), ("ablate *2:5", "sum(maps(\"pool2\")[5]) == 0"),
        ("keep relu2:5 relu2:9", "sum(maps(\"relu2\")) == sum(before[[5, 9]]) within 0.001"),
        ("keep relu2:5 relu2:9", "maps(\"relu2\")[9] == before[9]"), ("keep relu2:5@3,4", "sum(maps(\"relu2\")) == before[5, 3, 4]"),
        ("scale relu2:5 by -2.5", "maps(\"relu2\")[5] == -2.5 * before[5]"), ("scale relu2 by 2", "maps(\"relu2\") == 2 * before"),
        ("scale relu2:5 relu2:3..6 by 3", "maps(\"relu2\")[5] == 3 * before[5]"),
        ("swap relu2:5 with relu2:9", "maps(\"relu2\")[5] == before[9]"), ("swap relu2:5 with :9", "maps(\"relu2\")[9] == before[5]"),
        ("ablate relu2:5 relu2:9; undo", "maps(\"relu2\") == before"),
        ("ablate relu2:5; ablate relu2:9; restore", "maps(\"relu2\") == before"),
        ("ablate relu2:5; ablate relu2:9; undo", "maps(\"relu2\")[5] == 0 * before[5] and maps(\"relu2\")[9] == before[9]"),
    ])
    func `an edit changes what it names and nothing else`(edit: String, claim: String) {
        let (session, transcript) = session()
        let source = "let before = maps(\"relu2\"); \(edit)\nexpect \(claim)"
        #expect(session.execute(source), "\(transcript.take())")
    }

    @Test func `what follows an edit is computed anew from the cached part`() {
        let (session, transcript) = session()
        session.execute("ablate relu2:5; restore")
        _ = transcript.take()
        session.execute("time ablate relu2:6")
        // pool2, flatten, fc1, relu3, fc2: the two dense layers multiply.
        #expect(transcript.take().last?.hasSuffix("5 operations, 50,816 multiply-adds") == true)
        session.execute("restore; let plain = logits; load digit-7; load digits; let again = logits")
        #expect(session.execute("expect plain == again"))
    }

    @Test func `the table has the classes before and after`() throws {
        let (session, transcript) = session()
        session.execute("let before = logits; ablate relu2:5")
        let table = try #require(
            transcript.takeOutputs().compactMap { if case .table(let table) = $0 { table } else { nil } }.first)
        session.execute("let after = logits")
        let before = try #require(session.variables["before"]).tensor().floats
        let after = try #require(session.variables["after"]).tensor().floats
        #expect(before != after)
        let top = { (logits: [Float]) in Set(logits.indices.sorted { logits[$0] > logits[$1] }.prefix(5).map(String.init)) }
        #expect(Set(table.rows.map { $0[0] }) == top(before).union(top(after)))
        for row in table.rows {
            let index = try #require(Int(row[0]))
            let logits = row[4...6].compactMap(Float.init)
            let expected = [before[index], after[index], after[index] - before[index]]
            #expect(logits.count == 3 && zip(logits, expected).allSatisfy { abs($0 - $1) < 0.002 }, "\(row)")
        }
        #expect(table.caption.hasPrefix("ablate relu2:5; 1 edit in force; still 7"))
    }

    @Test(arguments: [
        ("ablate relu2:5", "edited: ablate relu2:5"), ("ablate :5", "edited: ablate conv1:5"),
        ("ablate relu2:5,6,7,9 relu2:1", "edited: ablate relu2:5..7,9 relu2:1"),
        ("ablate conv1:0 conv1:1 conv1:2 conv1:3 conv1:4 conv1:5", "edited: ablate conv1:0 conv1:1 conv1:2 conv1:3 and 2 more"),
        ("scale 0:3 by 2; swap conv2:1 with :2", "edited: scale conv1:3 by 2; swap conv2:1 with conv2:2"),
        ("for i in 0..3 { ablate conv1:$i }", "edited: 4 edits"),
    ])
    func `captions say what is edited`(edit: String, note: String) {
        let (session, transcript) = session()
        session.execute("layer conv1; \(edit)")
        _ = transcript.take()
        for line in ["show maps of conv2", "predict", "layers"] {
            session.execute(line)
            #expect(transcript.take().contains { $0.hasSuffix(note) }, "\(line)")
        }
        session.execute("restore; show maps of conv2; predict")
        #expect(!transcript.take().contains { $0.contains("edited:") })
    }

    @Test func `edits outlive a picture but not the model`() {
        let (session, transcript) = session()
        session.execute("ablate relu2:5; load digit-3")
        #expect(session.lab.editCount == "1 edit")
        _ = transcript.take()
        session.execute("load digits")
        #expect(transcript.take().last == "note: 1 edit of the network before taken back")
        #expect(session.lab.edits.isEmpty)
        session.execute("ablate relu2:5; reset")
        #expect(session.lab.edits.isEmpty)
    }

    @Test func `a picture of another size is refused where an edit would not fit`() {
        let (session, transcript) = session()
        session.execute("load digits; ablate conv1:0@27,27")
        _ = transcript.take()
        #expect(session.lab.edits.count == 1)
        #expect(!session.execute("load image digit-7 size 14"))
        #expect(session.execute("expect shape(input) == [1, 1, 28, 28]"))
    }

    @Test func `edits can be made before there is a picture`() {
        let (succeeded, lines) = Transcript.run("load digits; ablate relu2:5; load digit-7; expect sum(maps(\"relu2\")[5]) == 0; undo")
        #expect(succeeded && lines.contains("ablate relu2:5; 1 edit in force"))
    }

    @Test func `a list of addresses can be edited at once`() {
        let (session, transcript) = session()
        #expect(
            session.execute("let list = [\"relu2:3\", \"relu2:4\"]; ablate $list; expect sum(maps(\"relu2\")[3..4]) == 0"),
            "\(transcript.take())")
        #expect(session.lab.editCount == "1 edit")
    }

    @Test func `a saved session makes its edits again`() {
        let folder = TemporaryFolder()
        let (session, transcript) = session()
        session.execute("ablate relu2:5\n")
        session.execute("undo\n")
        session.execute("scale relu2:3 by 2; let x = logits\n")
        session.execute(folder.holding("save session to edits.cnns"))
        #expect(
            session.execute(folder.holding("let before = x; reset; run edits.cnns; expect sum(maps(\"relu2\")[5]) > 0")),
            "\(transcript.take())")
        #expect(session.lab.editsNote == "edited: scale relu2:3 by 2")
    }

    @Test(arguments: [
        ("ablate ¦conv9", "no layer 'conv9' in 'digits'"), ("ablate conv1:1 ¦conv1:8", "no channel 8 in 'conv1', which has 8"),
        ("ablate ¦conv1:5..8", "no channel 8 in 'conv1', which has 8"), ("ablate ¦conv1:x", "expected channels such as"),
        ("ablate ¦conv1@28,0", "no place @28,0 in 'conv1'"), ("¦ablate", "expected places such as"), ("ablate ¦:3", "no layer is current"),
        ("ablate ¦([1, 2])", "expected places such as"), ("ablate ¦$nothing", "no variable 'nothing'"),
        ("ablate ¦fc1:3@0,1", "no place @0,1 in 'fc1', whose shape is 1x64"), ("keep ¦*nothing*", "no layer '*nothing*' in 'digits'"),
        ("scale ¦conv1:3", "expected 'by' after 'conv1:3'"), ("scale conv1:3 by ¦much", "expected a number"),
        ("scale conv1:3 by ¦nan", "expected a number"), ("scale conv1:3 by ¦1e999", "expected a number"),
        ("swap ¦conv1 with conv1:2", "expected one channel such as 'conv1:3', found 'conv1'"),
        ("swap conv1:1 with ¦conv2:2", "expected a channel of 'conv1', found one of 'conv2'"),
        ("swap conv1:1 with ¦:8", "no channel 8 in 'conv1', which has 8"), ("¦undo", "no edits are in force"),
    ])
    func `a wrong edit points at its word and changes nothing`(marked: String, message: String) throws {
        let (session, transcript) = session()
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        let mark = try #require(marked.firstIndex(of: "¦"))
        #expect(diagnostic.range?.start == marked[..<mark].utf8.count)
        #expect(session.lab.edits.isEmpty)
    }

    @Test func `the verb and the clause named scale live side by side`() {
        let (session, transcript) = session()
        let script =
            "show maps of conv1 scale shared; scale conv1:3 by 2; grid 2x2 of conv1 scale 0..1; let scale = 3; expect scale * 2 == 6"
        #expect(session.execute(script), "\(transcript.take())")
    }

    @Test func `stopping an edit leaves everything as it was`() {
        let (session, transcript) = session()
        transcript.whenever("now") { [interruption = session.interruption] in interruption.cancel() }
        #expect(!session.execute("say now; ablate relu2:5"))
        #expect(session.lab.edits.isEmpty)
    }
}
