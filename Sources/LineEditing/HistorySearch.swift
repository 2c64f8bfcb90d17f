/// A search through the history while its text is typed: which entry it stands at, and what the prompt says.
package struct HistorySearch {
    private let history: HistoryList
    /// What is typed of the text.
    package private(set) var wanted = ""
    /// The entry that is shown; `nil` while nothing was found.
    package private(set) var index: Int?
    /// Whether nothing (more) holds the text.
    package private(set) var hasFailed = false

    /// A search from the newest entry on.
    package init(_ history: HistoryList) {
        self.history = history
    }

    /// The entry found.
    package var entry: String? { index.map { history.entries[$0] } }

    /// Where the wanted text stands in the entry.
    package var match: Range<Int>? { entry.flatMap { HistoryList.range(of: wanted, in: $0) } }

    /// What stands before the entry: `search 'conv': `.
    package var prompt: String { "\(hasFailed ? "not found" : "search") '\(wanted)': " }

    /// Another character of the text: the entry shown stays if it still fits.
    package mutating func type(_ scalar: Unicode.Scalar) {
        wanted.unicodeScalars.append(scalar)
        find(before: index.map { $0 + 1 } ?? history.entries.count)
    }

    /// One character less: from the newest entry again.
    package mutating func erase() {
        guard !wanted.isEmpty else { return }
        wanted.removeLast()
        if wanted.isEmpty { (index, hasFailed) = (nil, false) } else { find(before: history.entries.count) }
    }

    /// An entry before the one shown.
    package mutating func findEarlier() {
        guard !wanted.isEmpty else { return }
        let shown = entry
        var next = index.flatMap { history.index(holding: wanted, before: $0) }
        while let found = next, history.entries[found] == shown { next = history.index(holding: wanted, before: found) }
        take(next)
    }

    /// An entry after the one shown.
    package mutating func findLater() {
        guard let from = index else { return }
        take(history.index(holding: wanted, after: from))
    }

    private mutating func find(before end: Int) { take(history.index(holding: wanted, before: end)) }

    private mutating func take(_ found: Int?) {
        hasFailed = found == nil
        if let found { index = found }
    }
}
