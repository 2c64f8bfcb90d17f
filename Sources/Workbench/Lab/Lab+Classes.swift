import Language

extension Lab {
    /// The class that a word names: by number, by its whole label, by one of a label's alternatives (`tabby` of `tabby, tabby cat`),
    /// or by a part of only one label; whatever the case.
    ///
    /// - Throws: A `Diagnostic` that lists what fits, or offers the nearest name.
    func classNumber(_ word: String) throws -> Int {
        let loaded = try requireModel()
        let count = loaded.network.values[loaded.logitsName]?.shape.elementCount ?? 0
        let wanted = word.lowercased()
        let labels = (loaded.labels ?? []).prefix(count).map { $0.lowercased() }
        if let index = labels.firstIndex(of: wanted) { return index }
        if let number = Int(word) {
            guard (0..<count).contains(number) else { throw Diagnostic("no class \(number): '\(loaded.model.name)' has \(count), from 0") }
            return number
        }
        for fits in [Self.alternative, Self.part] {
            let matches = labels.indices.filter { fits(labels[$0], wanted) }
            if matches.count == 1 { return matches[0] }
            guard matches.count > 1 else { continue }
            let names = matches.prefix(5).map { "\(loaded.className($0)) (\($0))" }.joined(separator: ", ")
            throw Diagnostic(
                "expected one class, found \(matches.count) for '\(word)'",
                help: "a number says which: \(names)\(matches.count > 5 ? ", …" : "")")
        }
        throw Diagnostic("no class '\(word)' in '\(loaded.model.name)'", help: Suggestion.help(for: word, in: loaded.labels ?? []))
    }

    private static func alternative(_ label: String, _ wanted: String) -> Bool {
        label.split(separator: ",").contains { $0.drop { $0 == " " } == wanted[...] }
    }

    private static func part(_ label: String, _ wanted: String) -> Bool { !wanted.isEmpty && label.contains(wanted) }
}
