import TerminalGraphics
import Testing

@Suite struct LineWrappingTests {
    @Test(arguments: [
        ("short enough", ["short enough"]),
        ("maps of conv1: 8 shown, each 28x28", ["maps of conv1: 8", "  shown, each 28x28"]),
        ("  indented text that goes on", ["  indented text that", "  goes on"]),
        ("averyveryverylongwordthatfitsnowhere", ["averyveryverylongwordthatfitsnowhere"]),
        ("", [""]),
    ])
    func `lines break between words`(line: String, expected: [String]) {
        #expect(LineWrapping.wrapped(line, widthInCells: 20) == expected)
    }

    @Test func `nothing but breaks and indentation is added`() {
        let line = (0..<200).map { "word\($0 * 7919)" }.joined(separator: " ")
        for width in 20...90 {
            let lines = LineWrapping.wrapped(line, widthInCells: width)
            #expect(lines.allSatisfy { $0.count <= width })
            #expect(lines.joined(separator: " ").split(separator: " ") == line.split(separator: " "))
        }
    }
}
