/// The nearest name to one that does not exist.
package enum Suggestion {
    /// The longest word for which a neighbour is sought, in characters.
    private static let lengthLimit = 64

    /// The candidate at the smallest edit distance, or `nil` where none is near: at most a third of the word may differ.
    ///
    /// Among equals the first one wins. Upper and lower case do not count as different.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased())
        guard !wanted.isEmpty, wanted.count <= lengthLimit else { return nil }
        var best: (name: String, distance: Int)?
        let allowed = max(1, wanted.count / 3)
        for candidate in candidates where abs(candidate.count - wanted.count) <= allowed {
            let distance = editDistance(wanted, Array(candidate.lowercased()))
            if distance <= allowed, distance < best?.distance ?? .max, candidate != word { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `did you mean 'conv1'?`, or `nil` where no name is near.
    package static func help(for word: String, in candidates: some Sequence<String>) -> String? {
        nearest(to: word, in: candidates).map { "did you mean '\($0)'?" }
    }

    /// The least number of insertions, deletions, replacements and swaps of neighbours between two words.
    ///
    /// Optimal string alignment, three rows. Complexity: O(n·m) time, O(m) memory.
    package static func editDistance(_ first: [Character], _ second: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for (row, a) in first.enumerated() {
            var current = [row + 1]
            for (column, b) in second.enumerated() {
                var distance = min(previous[column] + (a == b ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, a == second[column - 1], b == first[row - 1] {
                    distance = min(distance, beforePrevious[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[second.count]
    }
}
