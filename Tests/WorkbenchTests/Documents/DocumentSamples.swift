import Language
import Workbench

/// Scripts whose every byte has to come back, and documents of all kinds of cells.
enum DocumentSamples {
    static let scripts = [
        "", "\n", "1 + 2", "1 + 2\n", "# only a comment\n", "\n\n# %%\nsay a\n",
        "# %%\nsay a\n\n# %%\nsay b\n", "# %% a title\nsay a\n# %%\n# %%\n\n\nsay b\n\n\n\n# %% [markdown]\n# text\n#\n# more\n",
        "# before\n# %% [markdown] named\n#no blank\n#  two blanks\n\n# after a blank line\n\nsay in a cell of text\n# %%\nsay c",
        "# %% [markdown]\r\n# returns\r\n\r\n# %%\r\nsay d\r\n", "# %%x\nsay no mark\n# %%\t\nsay a tab\n",
        "# %% [raw]\n# neither run nor laid out\n# %%\nlet a = [1,\n  2]\n\nsay $a   \n", "# %% [md] short\n# é 漢字 👍🏽 \u{2028} kept\n",
        "# %% [markdown]\n# ```cnns\n# say in a fence\n# ```\n# <!-- output -->\n# <!-- %% -->\n# %%\nsay </script><!-- --> & \"x\"\n",
        "# %% [markdown]\n#%% would be a mark\n# %% \nsay `code` *stars* | pipes\n",
    ]

    /// Cells as somebody else's program might have them.
    static let cells = [
        DocumentCell(
            .markdown, source: "# A title\n\nText with `code`, a [link](https://example.org) and\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        DocumentCell(.markdown, source: "%% looks like a mark\n\n```cnns\nsay no cell\n```\n\n<!-- output -->\n<script>alert(1)</script>"),
        DocumentCell(.code, title: "first steps -- with dashes", source: "let a = 2\n\nsay $a"),
        DocumentCell(.code, source: ""), DocumentCell(.raw, source: "raw & <b>bold</b>\n```cnns\nno\n```"),
        DocumentCell(.code, source: "say \"```\"\n# a comment"), DocumentCell(.markdown, title: "named", source: "The end."),
    ]

    static func script(_ document: Document) throws -> String {
        String(decoding: try ScriptFormat.write(document).bytes, as: UTF8.self)
    }
}

/// What of a cell has to survive every format.
struct CellContent: Equatable {
    let kind: DocumentCell.Kind
    let title: String
    let source: String

    init(_ cell: DocumentCell) { (kind, title, source) = (cell.kind, cell.title, cell.source) }
}
