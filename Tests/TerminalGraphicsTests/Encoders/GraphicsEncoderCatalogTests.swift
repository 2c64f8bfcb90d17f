import TerminalGraphics
import Testing

@Suite struct GraphicsEncoderCatalogTests {
    @Test func `names are unique and what '--graphics' takes`() {
        let names = GraphicsEncoderCatalog.all.map { $0.name }
        #expect(Set(names).count == names.count)
        #expect(
            GraphicsChoice.words == ["auto", "kitty", "iterm2", "sixel", "blocks", "quadrants", "sextants", "braille", "ascii", "none"])
        for word in GraphicsChoice.words { #expect(GraphicsChoice(word: word)?.word == word) }
        #expect(GraphicsChoice(word: "tektronix") == nil)
    }

    @Test func `of text, blocks come first, and pictures before all text`() {
        #expect(GraphicsEncoderCatalog.all.first { $0.isText }?.name == "blocks")
        let firstText = GraphicsEncoderCatalog.all.firstIndex { $0.isText } ?? 0
        #expect(GraphicsEncoderCatalog.all[firstText...].allSatisfy { $0.isText })
    }

    @Test func `the table of terminals names protocols of the catalog`() {
        for terminal in TerminalTable.all {
            for name in terminal.shows + terminal.avoids {
                #expect(GraphicsEncoderCatalog.encoder(named: name) != nil, "\(terminal.name): \(name)")
            }
        }
    }
}
