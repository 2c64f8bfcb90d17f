import Foundation
import Inference
import Testing

@Suite struct OperatorManualTests {
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

    @Test func `the manual of the operators is current`() throws {
        let text = try OperatorManual.text()
        if Self.isRecording {
            try text.write(toFile: OperatorManual.path, atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        let recorded = (try? String(contentsOfFile: OperatorManual.path, encoding: .utf8)) ?? ""
        let stale = zip(text.split(separator: "\n"), recorded.split(separator: "\n")).first { $0 != $1 }
        #expect(text == recorded, "RECORD_GOLDENS=1 writes it anew: \(stale.map { "\($0.0)" } ?? "")")
    }

    @Test func `every operator says what it computes, and which versions of it`() throws {
        for entry in try OperatorManual.entries() {
            #expect(entry.summary.count > 3 && !entry.versions.isEmpty, "\(entry.name)")
        }
    }
}
