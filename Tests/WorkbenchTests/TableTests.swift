import Testing
import Workbench

struct TableTests {
    private let table = Table(
        [.right("n"), .left("name"), .right("shape")],
        rows: [["1", "conv1", "64x112x112"], ["12", "layer1.0.conv1 of a long name", "64x56x56"]], caption: "2 layers")

    @Test func `cells stand on the side of their column`() {
        #expect(
            table.rendered(width: 100) == [
                " n  name                                shape",
                "──  ─────────────────────────────  ──────────",
                " 1  conv1                          64x112x112",
                "12  layer1.0.conv1 of a long name    64x56x56",
                "2 layers",
            ])
    }

    @Test(arguments: [20, 25, 30, 35, 40])
    func `a table fits the width`(width: Int) {
        #expect(table.rendered(width: width).allSatisfy { $0.count <= max(width, 21) })
    }

    @Test func `rows with too few cells are filled`() {
        #expect(Table([.left("a"), .left("b")], rows: [["x"]]).rendered(width: 10).last == "x")
    }
}
