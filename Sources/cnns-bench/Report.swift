/// A table of measurements, with what they were made on.
struct Report: Codable {
    let title: String
    let machine: Machine
    let columns: [String]
    private(set) var rows: [Row] = []
    /// What a reader should know about how the numbers came to be, a sentence each.
    var notes: [String] = []

    /// One thing measured.
    struct Row: Codable {
        let cells: [String]
        /// What tells it from the others: its first cells.
        let name: String
        /// Every single measurement by name, in the unit that the name says.
        let samples: [String: Samples]

        /// - Parameter nameCount: how many of the first cells say what was measured.
        init(_ cells: [String], nameCount: Int = 1, samples: [String: Samples]) {
            self.cells = cells
            name = cells.prefix(nameCount).joined(separator: ", ")
            self.samples = samples
        }
    }

    init(title: String, machine: Machine, columns: [String]) {
        self.title = title
        self.machine = machine
        self.columns = columns
    }

    /// - Parameter nameCount: how many of the first cells say what was measured.
    mutating func add(_ cells: [String], nameCount: Int = 1, samples: [String: Samples]) {
        add(Row(cells, nameCount: nameCount, samples: samples))
    }

    mutating func add(_ row: Row) { rows.append(row) }

    /// The report as a section of a Markdown document.
    var markdown: String {
        var lines = ["## \(title)", "", machine.sentence, ""]
        lines.append(line(columns))
        lines.append(line(columns.indices.map { $0 == 0 ? "---" : "---:" }))
        lines += rows.map { line($0.cells) }
        if !notes.isEmpty { lines += [""] + notes.map { "- \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}

extension Double {
    /// With as many digits as a measurement is worth: `0.123`, `12.3`, `123`.
    var measured: String {
        guard isFinite else { return "–" }
        let places = magnitude < 1 ? 3 : magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0
        return formatted(places: places)
    }

    private func formatted(places: Int) -> String {
        let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
        let digits = String(Int((magnitude * scale).rounded()))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let text = places == 0 ? padded : "\(padded.dropLast(places)).\(padded.suffix(places))"
        return self < 0 ? "-" + text : text
    }
}
