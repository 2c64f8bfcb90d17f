import Foundation
import Imaging
import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A notebook` {
    private static let picture = Image(heightInPixels: 2, widthInPixels: 3, channelCount: 3, samples: (0..<18).map { UInt8($0 * 14) })

    private static func document() -> Document {
        var cell = DocumentCell(.code, title: "shown", source: "show image\n1 + 2")
        cell.executionNumber = 7
        cell.outputs = [
            .text("first"), .text("second"), .table(Table([.left("name"), .right("<n>")], rows: [["a", "1"]], caption: "one row")),
            .figure(CellFigure(Figure(image: picture, caption: "a picture", textTwin: ["  red: 0..255"]))), .result("3"),
        ]
        return Document(cells: [DocumentCell(.markdown, source: "# Title"), cell], name: "a")
    }

    private static func json(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func `is of nbformat 4.5, with names for its cells`() throws {
        let file = try Self.json(NotebookFormat.write(Self.document()).bytes)
        #expect(file["nbformat"] as? Int == 4 && file["nbformat_minor"] as? Int == 5)
        let cells = try #require(file["cells"] as? [[String: Any]])
        let names = cells.compactMap { $0["id"] as? String }
        #expect(
            Set(names).count == 2
                && names.allSatisfy { $0.count <= 64 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } })
        #expect(cells[0]["outputs"] == nil && cells[0]["execution_count"] == nil)
        #expect(cells[1]["execution_count"] as? Int == 7)
    }

    @Test func `holds texts, tables, pictures with their words, and results`() throws {
        let file = try Self.json(NotebookFormat.write(Self.document()).bytes)
        let cells = try #require(file["cells"] as? [[String: Any]])
        let outputs = try #require(cells[1]["outputs"] as? [[String: Any]])
        #expect(outputs.map { $0["output_type"] as? String } == ["stream", "display_data", "display_data", "execute_result"])
        #expect(outputs[0]["text"] as? [String] == ["first\n", "second\n"])
        let table = try #require(outputs[1]["data"] as? [String: Any])
        #expect("\(table["text/html"] ?? "")".contains("&lt;n&gt;"))
        let figure = try #require(outputs[2]["data"] as? [String: Any])
        let bytes = try #require(Data(base64Encoded: figure["image/png"] as? String ?? ""))
        #expect(try PNGCodec.decode(Array(bytes)).samples == Self.picture.samples)
        #expect(figure["text/plain"] as? [String] == ["a picture\n", "  red: 0..255"])
        let words = (outputs[2]["metadata"] as? [String: [String: String]])?["image/png"]?["alt"]
        #expect(words == "a picture\n  red: 0..255")
        #expect((outputs[3]["data"] as? [String: Any])?["text/plain"] as? String == "3")
    }

    @Test func `gives its outputs back`() throws {
        let read = try NotebookFormat.read(NotebookFormat.write(Self.document()).bytes, name: "a.ipynb")
        guard case .figure(let figure)? = read.cells[1].outputs.dropFirst(2).first else { return #expect(Bool(false)) }
        #expect(figure.caption == "a picture" && figure.textTwin == ["  red: 0..255"])
        #expect(figure.image?.samples == Self.picture.samples)
    }

    @Test(arguments: [
        ("", "found no JSON"), ("[]", "found another kind of value"), ("{}", "found no "), ("nonsense", "found no JSON"),
        (
            #"{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "cells": []}"#,
            "expected a notebook of nbformat 4 in 'a.ipynb', found nbformat 3"
        ),
        (#"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}"#, "found no 'cells'"),
        (
            #"{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}, "cells": []}"#,
            "expected a notebook for 'cnns' in 'a.ipynb', found one for 'python'"
        ),
        (
            #"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "spell", "metadata": {}, "source": ""}]}"#,
            "found one of 'spell'"
        ),
        (
            #"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "source": 7}]}"#,
            "in 'cells.0.source'"
        ),
        (String(repeating: "[", count: 100_000), "found no JSON"),
        (#"{"cells":"# + String(repeating: "[", count: 100_000), "found no JSON"),
        (String(repeating: #"{"a":"#, count: 50_000), "found no JSON"),
    ])
    func `that is none is refused with what is wrong`(text: String, words: String) {
        let error = #expect(throws: DocumentError.self) { try NotebookFormat.read(Array(text.utf8), name: "a.ipynb") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `of bytes that are no text is refused`() {
        #expect(throws: DocumentError.notText(name: "a.ipynb", offset: 1)) { try NotebookFormat.read([0x7B, 0xFF], name: "a.ipynb") }
    }

    @Test func `of others may lack what is optional and hold what is not known`() throws {
        let text = """
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {"x": 1}, "cells": [
              {"cell_type": "code", "metadata": {"title": 3, "cnns": "?"}, "source": ["let a = 1\\r\\n", "say $a"], "outputs": [
                {"output_type": "display_data", "data": {"application/json": {"a": [1]}, "text/plain": "words", "image/png": "@@@"}},
                {"output_type": "unheard of"}, {}], "execution_count": null},
              {"cell_type": "markdown", "metadata": {}, "source": "a\\n%% b\\nc", "attachments": {"p.png": {"image/png": "iVBORw0="}}}]}
            """
        let document = try NotebookFormat.read(Array(text.utf8), name: "a.ipynb")
        #expect(document.cells.map(\.source) == ["let a = 1\nsay $a", "a\n%% b\nc"])
        #expect(document.cells[0].outputs.count == 1 && document.cells[1].attachments.count == 1)
        #expect(try DocumentSamples.script(document) == "# %%\nlet a = 1\nsay $a\n\n# %% [markdown]\n# a\n#%% b\n# c\n")
    }

    @Test(arguments: Array(1...20) as [UInt64]) func `that is damaged is read or refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = try NotebookFormat.write(Self.document()).bytes
        for _ in 0..<50 {
            let damaged = generator.mutation(of: bytes)
            guard let document = try? NotebookFormat.read(damaged, name: "a.ipynb") else { continue }
            for format in DocumentFormatCatalog.all { _ = try? format.read(format.write(document).bytes, name: "a") }
        }
    }
}
