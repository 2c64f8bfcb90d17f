import Foundation

/// A report beside an earlier one of the same measurement.
struct ReportComparison {
    let earlier: Report
    let now: Report
    /// Where the earlier one was read.
    let path: String

    /// A row for each list of samples that both have; rows belong together by name, those of one name in their order.
    var markdown: String {
        var lines = ["### Compared with \(path)", ""]
        if earlier.title != now.title { lines += ["Another measurement: \(earlier.title).", ""] }
        if earlier.machine != now.machine { lines += ["Another machine, or other settings: \(earlier.machine.sentence)", ""] }
        lines += ["| row | samples | then, min | now, min | now ÷ then, min | median |", "| --- | --- | ---: | ---: | ---: | ---: |"]
        let known = Dictionary(zip(keys(of: earlier), earlier.rows), uniquingKeysWith: { first, _ in first })
        var count = 0
        for (key, row) in zip(keys(of: now), now.rows) {
            for (name, samples) in row.samples.sorted(by: { $0.key < $1.key }) {
                guard let before = known[key]?.samples[name], !before.values.isEmpty, !samples.values.isEmpty else { continue }
                let cells = [
                    row.name, name, before.minimum.measured, samples.minimum.measured, (samples.minimum / before.minimum).measured,
                    (samples.median / before.median).measured,
                ]
                lines.append("| " + cells.joined(separator: " | ") + " |")
                count += 1
            }
        }
        return (count == 0 ? ["### Compared with \(path)", "", "Nothing to compare."] : lines).joined(separator: "\n") + "\n"
    }

    private func keys(of report: Report) -> [String] {
        var counts: [String: Int] = [:]
        return report.rows.map { row in
            counts[row.name, default: 0] += 1
            return "\(row.name) \(counts[row.name] ?? 0)"
        }
    }
}
