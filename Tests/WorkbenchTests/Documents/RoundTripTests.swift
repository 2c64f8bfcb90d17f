import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A document that is converted and back` {
    static let exactFormats: [any DocumentFormat.Type] = [ScriptFormat.self, NotebookFormat.self, HTMLFormat.self]

    @Test(arguments: DocumentSamples.scripts) func `is the same script, byte by byte`(text: String) throws {
        let document = try ScriptFormat.read(Array(text.utf8), name: "a.cnns")
        for format in Self.exactFormats {
            let read = try format.read(format.write(document).bytes, name: "a")
            #expect(try DocumentSamples.script(read) == text, "\(format.name)")
            let again = try NotebookFormat.read(NotebookFormat.write(read).bytes, name: "a")
            #expect(try DocumentSamples.script(again) == text, "\(format.name) and a notebook")
        }
    }

    @Test(arguments: DocumentFormatCatalog.all.map { $0.pathExtension }) func `has the same cells`(ending: String) throws {
        let format = try DocumentFormatCatalog.format(of: "a.\(ending)")
        let document = Document(cells: DocumentSamples.cells, name: "a")
        let read = try format.read(format.write(document).bytes, name: "a.\(ending)")
        #expect(read.cells.map { CellContent($0) } == DocumentSamples.cells.map { CellContent($0) })
    }

    @Test func `keeps an edit made elsewhere and the lines around it`() throws {
        let text = "# %%\nsay a\n# %% two\n\nsay b\n\n\n# %%\nsay c\n"
        var document = try NotebookFormat.read(
            NotebookFormat.write(ScriptFormat.read(Array(text.utf8), name: "a.cnns")).bytes, name: "a.ipynb")
        document.cells[1].source = "say edited"
        #expect(try DocumentSamples.script(document) == "# %%\nsay a\n# %% two\nsay edited\n\n# %%\nsay c\n")
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]) func `whatever the script`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "# %%", "# %% [markdown]", " [raw]", "\n", "\n\n", "\r\n", "# ", "#", "say a", "  ", "```cnns", "```", "<!-- %% -->", "é", "%%",
            "\"", "\\", "</script>", "{", "}", "\u{1}", "-->",
        ]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let document = try ScriptFormat.read(Array(text.utf8), name: "a.cnns")
            for format in Self.exactFormats {
                #expect(try DocumentSamples.script(format.read(format.write(document).bytes, name: "a")) == text)
            }
            _ = try MarkdownFormat.read(MarkdownFormat.write(document).bytes, name: "a.md")
        }
    }
}
