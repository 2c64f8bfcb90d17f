import Language
import Testing

struct CellTests {
    @Test func `percent marks split a source into cells`() {
        let source = SourceText(
            "load digits\n\n# %% [markdown]\n# # Title\n#\n# Some *text*\n# %% first\nshow maps\n# %%\n# %%not a mark\nlayers\n")
        let cells = Cell.cells(of: source)
        #expect(cells.map(\.kind) == [.code, .markdown("# Title\n\nSome *text*"), .code, .code])
        #expect(cells.map(\.title) == ["", "", "first", ""])
        #expect(cells.map { source[$0.range] }.last == "# %%not a mark\nlayers\n")
    }

    @Test(arguments: [("", 0), ("\n \n", 0), ("x", 1), ("# %%", 1), ("# %%\n", 1), ("\n# %% a\n# %% b", 2), ("x\r\n# %%\r\ny\r\n", 2)])
    func `blank beginnings are no cells`(source: String, count: Int) {
        #expect(Cell.cells(of: SourceText(source)).count == count)
    }

    @Test func `cells lie beside one another and hold all lines but the marks`() {
        let source = SourceText("a\n# %% one\nb\nc\n# %% two\nd")
        #expect(Cell.cells(of: source).map { source[$0.range] } == ["a\n", "b\nc\n", "d"])
    }
}
