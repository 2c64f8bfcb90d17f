import Foundation
import TestSupport
import Testing

@Suite struct `Converting documents` {
    private let folder = TemporaryFolder()

    private static let script = """
        # %% [markdown]
        # # A lesson
        # %% seen
        load digits; load digit-7
        show maps of conv1
        predict top 2

        """

    private func contents(_ name: String) throws -> String { try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) }

    @Test(arguments: ["ipynb", "html", "md"]) func `goes there with figures and comes back`(ending: String) throws {
        let file = try folder.write(Array(Self.script.utf8), to: "a.cnns")
        let there = try Program.run("convert", file, "\(folder.path)/b.\(ending)")
        #expect(there.status == 0 && there.errorText == "")
        #expect(try contents("b.\(ending)").contains("maps of conv1: 8 shown"))
        let back = try Program.run("convert", "\(folder.path)/b.\(ending)", "\(folder.path)/c.cnns")
        #expect(back.status == 0)
        let expected = ending == "md" ? Self.script.replacing("# %% seen", with: "\n# %% seen") : Self.script
        #expect(try contents("c.cnns") == expected)
    }

    @Test func `runs nothing when told so`() throws {
        let file = try folder.write(Array("hlep\n".utf8), to: "a.cnns")
        #expect(try Program.run("convert", "--no-run", file, "\(folder.path)/a.ipynb").status == 0)
        #expect(try contents("a.ipynb").contains("\"outputs\" : ["))
        let run = try Program.run("convert", file, "\(folder.path)/b.ipynb")
        #expect(run.status == 1 && run.errorText.contains("a.cnns:1:1: error: ") && !folder.names.contains("b.ipynb"))
        let kept = try Program.run("convert", "--keep-going", file, "\(folder.path)/b.html")
        #expect(kept.status == 1)
    }

    @Test func `checks that a file is what it would be now`() throws {
        let file = try folder.write(Array(Self.script.utf8), to: "a.cnns")
        #expect(try Program.run("convert", file, "\(folder.path)/a.ipynb").status == 0)
        #expect(try Program.run("convert", "--check", file, "\(folder.path)/a.ipynb").status == 0)
        for change in [("digit-7", "digit-8"), ("top 2", "top 3"), ("A lesson", "Another")] {
            _ = try folder.write(Array(Self.script.replacing(change.0, with: change.1).utf8), to: "a.cnns")
            let run = try Program.run("convert", "--check", file, "\(folder.path)/a.ipynb")
            #expect(run.status == 1 && run.errorText.contains("not what"), "\(change)")
        }
    }

    @Test func `says what is wrong with a notebook`() throws {
        let file = try folder.write(Array("{\"nbformat\": 4}".utf8), to: "a.ipynb")
        let run = try Program.run("convert", file, "\(folder.path)/b.cnns")
        #expect(run.status == 1 && run.errorText.hasPrefix("error: expected a notebook in '\(file)', found no "))
    }

    @Test func `makes notebooks that nbformat takes and nbconvert lays out`() throws {
        let environment = ProcessInfo.processInfo.environment
        let python = environment["CNNS_PYTHON"] ?? "\(Program.repository)/.build-python/bin/python3"
        let file = try folder.write(Array(Self.script.utf8), to: "a.cnns")
        #expect(try Program.run("convert", file, "\(folder.path)/a.ipynb").status == 0)
        let validation = """
            import sys, warnings; warnings.simplefilter('error')
            import nbformat
            from nbconvert import HTMLExporter
            for path in sys.argv[1:]:
                book = nbformat.read(path, as_version=nbformat.NO_CONVERT)
                assert (book.nbformat, book.nbformat_minor) == (4, 5)
                nbformat.validate(book)
            warnings.simplefilter('default')
            page, _ = HTMLExporter().from_filename(sys.argv[1])
            assert 'A lesson' in page and 'data:image/png;base64' in page
            """
        let books = TemporaryFolder.names(in: "\(Program.repository)/Notebooks").filter { $0.hasSuffix(".ipynb") }
        #expect(!books.isEmpty)
        let run = try ProgramRun(
            python, ["-c", validation, "\(folder.path)/a.ipynb"] + books.map { "\(Program.repository)/Notebooks/\($0)" })
        #expect(run.status == 0, "\(run.errorText)")
    }
}
