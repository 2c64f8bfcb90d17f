import LineEditing
import Testing

@Suite struct `The history` {
    private let entries = ["load digits", "show maps", "load chelsea", "show maps of conv1", "for i in 1..2 {\n  say i\n}"]

    @Test func `is walked through and back to what was typed`() {
        var list = HistoryList(entries)
        #expect(list.earlier(than: "") == entries[4])
        #expect(list.earlier(than: entries[4]) == entries[3])
        #expect(list.later(than: entries[3]) == entries[4])
        #expect(list.later(than: entries[4]) == "")
        #expect(list.later(than: "") == nil)
    }

    @Test func `yields only what begins as the line does`() {
        var list = HistoryList(entries)
        #expect(list.earlier(than: "load") == "load chelsea")
        #expect(list.earlier(than: "load chelsea") == "load digits")
        #expect(list.earlier(than: "load digits") == nil)
        #expect(list.later(than: "load digits") == "load chelsea")
        #expect(list.later(than: "load chelsea") == "load")
    }

    @Test func `begins anew when the line was edited`() {
        var list = HistoryList(entries)
        _ = list.earlier(than: "load")
        #expect(list.earlier(than: "show") == "show maps of conv1")
    }

    @Test func `keeps a repeated statement once`() {
        var list = HistoryList(["a"])
        list.append("a")
        list.append("")
        list.append("b")
        #expect(list.entries == ["a", "b"])
    }

    @Test(arguments: [
        ("show", " maps of conv1"), ("load d", "igits"), ("for", " i in 1..2 {\n  say i\n}"), ("show maps of conv1", ""), ("x", ""),
        ("", ""),
    ])
    func `hints at the last statement that begins as the line does`(typed: String, hint: String) {
        #expect(HistoryList(entries).hint(for: typed) == hint)
    }

    @Test(
        arguments: [
            ("map", "show maps", 5..<8), ("MAP", "show maps", nil), ("Conv", "a Conv", 2..<6), ("conv", "a Conv", 2..<6),
            ("é", "café", 3..<5),
            ("", "x", nil), ("long", "lo", nil),
        ] as [(String, String, Range<Int>?)])
    func `is searched without regard to case, unless capitals are asked for`(text: String, entry: String, range: Range<Int>?) {
        #expect(HistoryList.range(of: text, in: entry) == range)
    }

    @Test func `is searched backward and forward while the text is typed`() {
        var search = HistorySearch(HistoryList(entries))
        #expect(search.entry == nil && search.prompt == "search '': ")
        for scalar in "maps".unicodeScalars { search.type(scalar) }
        #expect(search.entry == "show maps of conv1" && search.match == 5..<9 && search.prompt == "search 'maps': ")
        search.findEarlier()
        #expect(search.entry == "show maps")
        search.findEarlier()
        #expect(search.entry == "show maps" && search.prompt == "not found 'maps': ")
        search.findLater()
        #expect(search.entry == "show maps of conv1" && !search.hasFailed)
        search.type("x")
        #expect(search.entry == "show maps of conv1" && search.hasFailed)
        search.erase()
        #expect(search.entry == "show maps of conv1" && !search.hasFailed)
        for _ in 0..<5 { search.erase() }
        #expect(search.entry == nil && search.wanted.isEmpty)
    }
}
