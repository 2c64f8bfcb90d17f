import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A saved session` {
    private let folder = TemporaryFolder()

    /// The script that a session of these cells is saved as.
    private func saved(_ cells: [String]) throws -> String {
        let session = Transcript().session()
        for cell in cells { session.execute(cell) }
        #expect(session.execute(folder.holding("save session to a.cnns")))
        return String(decoding: try ScriptFile.read(folder.path + "/a.cnns"), as: UTF8.self)
    }

    @Test(arguments: [
        ("1 + 2", "expect _ == 3"), ("1 / 3", "expect _ == 0.3333333 within 0.00003"), ("\"a\"", "expect _ == \"a\""),
        ("1 == 1", "expect _ == true"), ("[1, 2]", "expect _ == [1, 2]"), ("[0.5, 2]", "expect _ == [0.5, 2] within 0.0002"),
        (
            "[[1, 2], [3, 4]]",
            "expect shape(_) == [2, 2]\nexpect min(_) == 1 within 0.0004\nexpect max(_) == 4 within 0.0004\nexpect mean(_) == 2.5 within 0.0004"
        ),
        ("[\"a\", \"b\"]", "expect _ == [\"a\", \"b\"]"), ("0 / 0", ""), ("let a = 1", ""), ("\"a\\\\b\"", ""),
    ])
    func `claims what was observed`(cell: String, claims: String) throws {
        #expect(try saved([cell]) == "# %%\n\(cell)\n" + (claims.isEmpty ? "" : claims + "\n"))
    }

    @Test func `leaves out what failed, and what only saved`() throws {
        let text = try saved(["let a = 1; let b = nothing; let c = 2", "hlep", folder.holding("save session to b.cnns"), "a + 1"])
        #expect(text == "# %%\nlet a = 1\n\n# %%\na + 1\nexpect _ == 2\n")
    }

    @Test func `finds the results of cells by their new numbers`() throws {
        let text = try saved(["nothing", "2", "_2 * 3", "let x_2 = 1; _3 + _2 + x_2"])
        #expect(text.contains("_1 * 3\n") && text.contains("let x_2 = 1; _2 + _1 + x_2\nexpect _ == 9"))
    }

    @Test func `replays green`() throws {
        let text = try saved([
            "load digits; load digit-7", "predict", "wrong", "mean(maps(\"conv1\"))", "_4 * 2", "show maps of conv1", "logits",
            "probabilities",
            "random()", "for i in 0..2 { load digit-$i; argmax(logits) }", "shape(filters(\"conv2\"))", "rf(\"conv2\")", "ablate conv1:3",
            "predict top 3",
        ])
        let report = ScriptTest(name: "a.cnns", bytes: Array(text.utf8), expected: nil).run(progress: { _ in })
        #expect(report.failures.map { $0.rendered() } == [])
        #expect(report.points.count >= 10)
    }

    @Test(arguments: ["ipynb", "html", "md"]) func `becomes a document with what it showed`(ending: String) throws {
        let session = Transcript().session()
        for cell in ["load digits; load digit-7", "show maps of conv1", "1 + 2", "nothing"] { session.execute(cell) }
        #expect(session.execute(folder.holding("save session to a.\(ending)")))
        let bytes = try ScriptFile.read(folder.path + "/a.\(ending)")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("maps of conv1: 8 shown") && !text.contains("no value"))
        let document = try DocumentFormatCatalog.format(of: "a.\(ending)").read(bytes, name: "a")
        #expect(document.cells.map(\.source) == ["load digits; load digit-7", "show maps of conv1", "1 + 2\nexpect _ == 3"])
        #expect(folder.names.contains("a.files") == (ending == "md"))
    }

    @Test func `keeps many pictures in little memory`() {
        let session = Transcript().session()
        session.execute("load digits; load digit-7")
        session.execute("for i in 1..120 { show image }")
        let outputs = session.record.outputs(of: 2)
        var packed = 0
        for case .figure(let figure) in outputs {
            if case .packed = figure.picture { packed += 1 }
            #expect(figure.image != nil)
        }
        #expect(outputs.count == 120 && packed > 0 && packed < 120)
    }
}
