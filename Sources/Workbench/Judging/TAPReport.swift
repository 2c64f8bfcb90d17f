import Language

/// The Test Anything Protocol: a line a point, what failed in a block of YAML below it.
///
/// Source: Test Anything Protocol, version 14.
package enum TAPReport: TestReportFormat {
    package static let name = "tap"

    package static func text(of reports: [TestReport]) -> String {
        var lines = ["TAP version 14", "1..\(reports.reduce(0) { $0 + $1.points.count })"]
        var number = 0
        for report in reports {
            lines.append("# \(escaped(report.script))")
            lines += report.notes.map { "# \(escaped($0))" }
            for point in report.points {
                number += 1
                let title = "\(number) - \(escaped("\(point.source.name):\(point.line) \(point.name)"))"
                switch point.outcome {
                case .passed: lines.append("ok \(title)")
                case .skipped(let reason): lines.append("ok \(title) # SKIP \(escaped(reason))")
                case .failed(let failure): lines += ["not ok \(title)"] + block(failure, point)
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func block(_ failure: Diagnostic, _ point: TestPoint) -> [String] {
        let help = failure.help.map { ["  help: \(quoted($0))"] } ?? []
        let facts = ["  message: \(quoted(failure.message))", "  file: \(quoted(point.source.name))", "  line: \(point.line)"]
        return ["  ---"] + facts + help + ["  ..."]
    }

    /// A description: `#` would begin a directive, and a line is a point.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in FigureMark.oneLine(text) {
            if character == "#" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    /// A string of YAML in double quotes.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default:
                guard scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) else {
                    quoted.unicodeScalars.append(scalar)
                    continue
                }
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return quoted + "\""
    }
}
