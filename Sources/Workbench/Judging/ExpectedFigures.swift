import Language

/// The figures that a script is expected to show: a text file beside it, `lesson.expected` for `lesson.cnns`.
///
/// A figure is known by the statement that shows it and, where that shows several or runs again, by a number, so that lines may be put
/// in between without recording anew.
///
///     # The figures of lesson.cnns as 'cnns test --bless' recorded them.
///     version 1
///
///     figure 1 of show maps of conv1
///       caption maps of conv1: …
///       numbers 8x28x28 range …
package struct ExpectedFigures: Sendable, Equatable {
    /// What a figure is known by.
    package struct Key: Hashable, Sendable {
        /// The statement, on one line.
        package let statement: String
        /// Counted from 1 among the figures of all runs of statements of these words.
        package let number: Int

        package init(statement: String, number: Int) { (self.statement, self.number) = (statement, number) }
    }

    /// In the order in which they were shown.
    package private(set) var keys: [Key] = []
    private var marks: [Key: FigureMark] = [:]

    package static let pathExtension = "expected"
    private static let version = "1"

    package init() {}

    package static func == (left: ExpectedFigures, right: ExpectedFigures) -> Bool { left.keys == right.keys && left.marks == right.marks }

    /// The path of the file that belongs to a script.
    package static func path(for script: String) -> String {
        (script.hasSuffix(".cnns") ? String(script.dropLast(5)) : script) + "." + pathExtension
    }

    package subscript(key: Key) -> FigureMark? { marks[key] }

    package mutating func add(_ mark: FigureMark, _ key: Key) {
        if marks.updateValue(mark, forKey: key) == nil { keys.append(key) }
    }
}

/// Why a file of expectations cannot be used.
package enum ExpectedFiguresError: Error, CustomStringConvertible, Equatable {
    case wrongVersion(path: String, found: String)
    case wrongLine(path: String, line: Int, text: String)

    package var description: String {
        switch self {
        case .wrongVersion(let path, let found): "expected 'version 1' in '\(path)', found '\(found)'"
        case .wrongLine(let path, let line, let text): "expected a fact of a figure at \(path):\(line), found '\(text)'"
        }
    }
}

extension ExpectedFigures {
    /// The file's text.
    package func text(script: String) -> String {
        let name = script.split(separator: "/").last.map(String.init) ?? script
        var lines = ["# The figures of \(name) as 'cnns test --bless' recorded them.", "version \(Self.version)"]
        for key in keys {
            guard let mark = marks[key] else { continue }
            lines += ["", "figure \(key.number) of \(key.statement)"] + mark.lines.map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads a file's text.
    ///
    /// - Throws: ``ExpectedFiguresError``.
    package init(text: String, path: String) throws(ExpectedFiguresError) {
        self.init()
        var open: (key: Key, line: Int, facts: [Substring])?
        var version: Substring?
        func close(_ figures: inout ExpectedFigures) throws(ExpectedFiguresError) {
            guard let figure = open else { return }
            guard let mark = FigureMark(lines: figure.facts) else {
                throw .wrongLine(path: path, line: figure.line, text: "figure \(figure.key.number) of \(figure.key.statement)")
            }
            figures.add(mark, figure.key)
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("  ") {
                guard open != nil else { throw .wrongLine(path: path, line: index + 1, text: String(line)) }
                open?.facts.append(line.dropFirst(2))
            } else if version == nil {
                version = line
                guard line == "version \(Self.version)" else { throw .wrongVersion(path: path, found: String(line.prefix(40))) }
            } else {
                let words = line.split(separator: " ", maxSplits: 3)
                guard words.count == 4, words[0] == "figure", words[2] == "of", let number = Int(words[1]) else {
                    throw .wrongLine(path: path, line: index + 1, text: String(line.prefix(80)))
                }
                try close(&self)
                open = (Key(statement: String(words[3]), number: number), index + 1, [])
            }
        }
        try close(&self)
    }
}
