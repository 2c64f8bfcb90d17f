/// Earlier statements, for going through them and for finding one by what it begins with or holds.
package struct HistoryList: Sendable {
    /// Oldest first.
    package private(set) var entries: [String]
    /// Where the walk through the entries stands; `nil` while none is under way.
    private var position: Int?
    /// What was typed before the walk began.
    private var draft = ""
    /// What the walk put into the line last: another text there ends it.
    private var shown = ""

    package init(_ entries: [String] = []) {
        self.entries = entries
    }

    /// Adds a statement; one that repeats the last is not kept twice.
    package mutating func append(_ entry: String) {
        position = nil
        if !entry.isEmpty, entries.last != entry { entries.append(entry) }
    }

    /// The entry before the one shown that begins as the typed text did; `nil` when there is none.
    package mutating func earlier(than text: String) -> String? {
        begin(with: text)
        let end = position ?? entries.count
        guard let found = entries[..<end].lastIndex(where: { fits($0) && $0 != shown }) else { return nil }
        position = found
        shown = entries[found]
        return shown
    }

    /// The entry after the one shown, at the end what was typed; `nil` when nothing earlier is shown.
    package mutating func later(than text: String) -> String? {
        begin(with: text)
        guard let from = position else { return nil }
        let next = entries[(from + 1)...].firstIndex { fits($0) && $0 != shown }
        position = next
        shown = next.map { entries[$0] } ?? draft
        return shown
    }

    /// What the last entry that begins with the text has behind it; empty where there is none.
    package func hint(for text: String) -> String {
        guard !text.isEmpty, let entry = entries.last(where: { Self.begins($0, with: text) && $0.utf8.count > text.utf8.count }) else {
            return ""
        }
        return String(decoding: entry.utf8.dropFirst(text.utf8.count), as: UTF8.self)
    }

    /// The index of the last entry before `end` that holds a text; case counts only where the text has capitals.
    package func index(holding text: String, before end: Int) -> Int? {
        entries[..<min(max(end, 0), entries.count)].lastIndex { Self.range(of: text, in: $0) != nil }
    }

    /// The index of the first entry after `start` that holds a text.
    package func index(holding text: String, after start: Int) -> Int? {
        guard start + 1 < entries.count else { return nil }
        return entries[(start + 1)...].firstIndex { Self.range(of: text, in: $0) != nil }
    }

    /// Where a text stands in another, in UTF-8 bytes; ASCII capitals and small letters are alike unless the text has capitals.
    package static func range(of text: String, in entry: String) -> Range<Int>? {
        let wanted = Array(text.utf8)
        let isExact = wanted.contains { (0x41...0x5A).contains($0) }
        let bytes = entry.utf8.map { !isExact && (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard !wanted.isEmpty, wanted.count <= bytes.count else { return nil }
        return (0...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }.map { $0..<($0 + wanted.count) }
    }

    private mutating func begin(with text: String) {
        if position != nil, text == shown { return }
        (position, draft, shown) = (nil, text, text)
    }

    private func fits(_ entry: String) -> Bool { Self.begins(entry, with: draft) }

    private static func begins(_ entry: String, with text: String) -> Bool { entry.utf8.starts(with: text.utf8) }
}
