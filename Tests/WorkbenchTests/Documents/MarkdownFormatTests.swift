import Imaging
import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A Markdown file` {
    private static let picture = Image(heightInPixels: 2, widthInPixels: 3, channelCount: 3, samples: (0..<18).map { UInt8($0 * 14) })

    @Test func `has cells in fences, and what they showed below them`() throws {
        var cell = DocumentCell(.code, source: "show image")
        cell.outputs = [
            .text("said ``` so"),
            .figure(CellFigure(Figure(image: Self.picture, caption: "maps [1] of *a*", textTwin: ["  a < b", "", "  c"]))),
        ]
        let files = try MarkdownFormat.write(Document(cells: [DocumentCell(.markdown, source: "# Title"), cell], name: "lesson"))
        #expect(
            String(decoding: files.bytes, as: UTF8.self) == """
                # Title

                ```cnns
                show image
                ```

                <!-- output -->

                ````text
                said ``` so
                ````

                ![maps \\[1\\] of \\*a\\*](<lesson.files/figure-001.png>)

                *maps \\[1\\] of \\*a\\**

                <details><summary>in words</summary>
                <pre>
                  a &lt; b
                  c
                </pre>
                </details>

                <!-- /output -->

                """)
        #expect(files.companions.map(\.path) == ["lesson.files/figure-001.png"])
        #expect(try PNGCodec.decode(files.companions[0].bytes).samples == Self.picture.samples)
    }

    @Test func `that somebody wrote has cells where its fences are`() throws {
        let text = "Read this.\n\n```cnns\nsay a\n```\n\n```python\nprint()\n```\nmore\n\n~~~\nno\n~~~\n````cnns\nsay \"```\"\n````\n"
        let cells = try MarkdownFormat.read(Array(text.utf8), name: "a.md").cells
        #expect(cells.map(\.source) == ["Read this.", "say a", "```python\nprint()\n```\nmore\n\n~~~\nno\n~~~", "say \"```\""])
        #expect(cells.map(\.kind) == [.markdown, .code, .markdown, .code])
    }

    @Test func `gives back no output as text, whatever the output says`() throws {
        var cell = DocumentCell(.code, source: "say tricks")
        cell.outputs = [.text("<!-- /output -->\n```\n```cnns\nsay injected\n```"), .text("````\n<!-- %% -->")]
        let read = try MarkdownFormat.read(MarkdownFormat.write(Document(cells: [cell])).bytes, name: "a.md")
        #expect(read.cells.map { CellContent($0) } == [CellContent(cell)])
    }

    @Test(arguments: Array(1...10) as [UInt64]) func `that is damaged is read all the same`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = try MarkdownFormat.write(Document(cells: DocumentSamples.cells, name: "a")).bytes
        for _ in 0..<50 {
            let text = String(decoding: generator.mutation(of: bytes), as: UTF8.self)
            let document = try MarkdownFormat.read(Array(text.utf8), name: "a.md")
            _ = try ScriptFormat.write(document)
        }
    }
}
