import Imaging
import Language

/// The XML that servers of continuous integration read: a suite a script, a case a point.
///
/// Source: the schema of Apache Ant's JUnit reports, with what Jenkins reads of it.
package enum JUnitReport: TestReportFormat {
    package static let name = "junit"

    package static func text(of reports: [TestReport]) -> String {
        let counts = attributes(
            tests: reports.reduce(0) { $0 + $1.points.count }, failures: reports.reduce(0) { $0 + $1.failures.count },
            skipped: reports.reduce(0) { $0 + $1.skippedCount }, seconds: reports.reduce(0) { $0 + $1.seconds })
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"cnns\"\(counts)>"]
        for report in reports {
            let counts = attributes(
                tests: report.points.count, failures: report.failures.count, skipped: report.skippedCount, seconds: report.seconds)
            lines.append("  <testsuite name=\"\(XMLText.escaped(report.script))\"\(counts)>")
            lines += report.points.flatMap { testCase($0, of: report) }
            if !report.notes.isEmpty {
                lines.append("    <system-out>\(XMLText.escaped(report.notes.joined(separator: "\n")))</system-out>")
            }
            lines.append("  </testsuite>")
        }
        return lines.joined(separator: "\n") + "\n</testsuites>\n"
    }

    private static func attributes(tests: Int, failures: Int, skipped: Int, seconds: Double) -> String {
        " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\" time=\"\(NumberFormat.fixed(seconds, places: 3))\""
    }

    private static func testCase(_ point: TestPoint, of report: TestReport) -> [String] {
        let name = "name=\"\(XMLText.escaped("\(point.name) (line \(point.line))"))\""
        let head = "    <testcase \(name) classname=\"\(XMLText.escaped(point.source.name))\""
        switch point.outcome {
        case .passed: return ["\(head)/>"]
        case .skipped(let reason): return ["\(head)>", "      <skipped message=\"\(XMLText.escaped(reason))\"/>", "    </testcase>"]
        case .failed(let failure):
            let words = XMLText.escaped(failure.rendered(.prefix))
            let failed = "      <failure message=\"\(XMLText.escaped(failure.message))\">\(words)</failure>"
            return ["\(head)>", failed, "    </testcase>"]
        }
    }
}
