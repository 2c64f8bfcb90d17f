import Imaging
import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A page` {
    private static func page(_ cells: [DocumentCell]) throws -> String {
        String(decoding: try HTMLFormat.write(Document(cells: cells, name: "a")).bytes, as: UTF8.self)
    }

    @Test func `lays out Markdown and leaves out what would run`() throws {
        let text = """
            # Title & more

            | a | b |
            |---|---|
            | 1 | 2 |

            [good](https://example.org) [bad](javascript:alert(1)) <img src=x onerror=alert(1)> <script>alert(2)</script>
            """
        let page = try Self.page([DocumentCell(.markdown, source: text)])
        #expect(page.contains("<h1>Title &amp; more</h1>") && page.contains("<td>2</td>"))
        #expect(page.contains("<title>Title &amp; more</title>"))
        #expect(page.contains("href=\"https://example.org\"") && !page.contains("href=\"javascript"))
        #expect(!page.contains("<img src=x") && !page.contains("<script>alert"))
    }

    @Test func `shows statements and what they came to as text`() throws {
        var cell = DocumentCell(.code, title: "<b>", source: "say \"</code><script>1</script>\"")
        cell.outputs = [
            .text("</pre><script>2</script>\u{1B}[31m"), .result("<i>"),
            .figure(
                CellFigure(
                    Figure(
                        image: Image(heightInPixels: 1, widthInPixels: 1, channelCount: 3, samples: [1, 2, 3]), caption: "\"><b",
                        textTwin: ["</details>"]))),
        ]
        let page = try Self.page([cell])
        #expect(page.contains("<h4>&lt;b&gt;</h4>") && page.contains("&lt;/pre&gt;&lt;script&gt;2&lt;/script&gt;·[31m"))
        #expect(page.contains("alt=\"&quot;&gt;&lt;b\"") && page.contains("<pre>&lt;/details&gt;</pre>"))
        #expect(page.components(separatedBy: "<script").count == 2 && page.components(separatedBy: "</script>").count == 2)
        #expect(page.contains("src=\"data:image/png;base64,"))
    }

    @Test func `asks nobody for anything`() throws {
        let page = try Self.page(DocumentSamples.cells)
        #expect(page.contains("default-src 'none'"))
        for word in ["src=\"http", "url(", "@import", "<link"] { #expect(!page.contains(word)) }
    }

    @Test(arguments: [
        "", "<html></html>", "<script type=\"application/x-cnns\" id=\"script\">1</script>",
        "<script type=\"application/x-cnns\" id=\"script\">\"a",
    ])
    func `that cnns did not make is refused`(text: String) {
        let expected = DocumentError.malformed(name: "a.html", expected: "a page that cnns made", found: "one without a script")
        #expect(throws: expected) { try HTMLFormat.read(Array(text.utf8), name: "a.html") }
    }
}
