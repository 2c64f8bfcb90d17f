import Imaging
import TestSupport
import Testing
import Workbench

/// The ranking of channels by what taking each out does.
struct SweepCommandTests {
    private static let setup = "load digits; load digit-7\n"

    /// The rows of the table of a line, and the figure beside it.
    private func sweep(_ line: String) throws -> (rows: [[String]], caption: String, figure: Figure) {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        _ = transcript.take()
        #expect(session.execute(line))
        let outputs = transcript.takeOutputs()
        let table = try #require(outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }.last)
        let figure = try #require(outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }.last)
        return (table.rows, table.caption, figure)
    }

    @Test(arguments: ["", "scale relu1:3 by 2; ablate relu2:4; "])
    func `each channel's row is what ablating it alone yields`(edits: String) throws {
        let (rows, caption, figure) = try sweep(edits + "sweep relu2 class 7 top 16")
        #expect(rows.count == 16 && figure.textTwin.count == 16)
        #expect(caption.hasPrefix("7: logit "))
        let differences = rows.compactMap { Double($0[2]) }
        #expect(differences == differences.sorted() && differences.count == 16)
        for row in rows {
            let session = Transcript().session()
            session.execute(Self.setup + edits + "ablate \(row[0]); let logit = logits[7]; let first = labels[argmax(logits)]")
            let logit = try #require(session.variables["logit"]).number()
            #expect(abs(try #require(Double(row[1])) - logit) < 0.002, "\(row)")
            #expect(try #require(session.variables["first"]).string() == (row[3].isEmpty ? "7" : row[3]))
        }
    }

    @Test(arguments: [("loss", 1.0), ("gain", -1)]) func `what comes first can be chosen`(order: String, sign: Double) throws {
        let differences = try sweep("sweep conv2 sort \(order) top 5").rows.compactMap { Double($0[2]) }
        #expect(differences.count == 5)
        #expect(differences == differences.sorted { sign * $0 < sign * $1 })
    }

    @Test func `what is listed can be edited`() {
        let (succeeded, lines) = Transcript.run(Self.setup + "sweep relu2 top 3; ablate $_; expect count(_) == 3")
        #expect(succeeded, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("ablate relu2:") && $0.contains("1 edit in force") })
    }

    @Test(arguments: [
        ("sweep ¦conv9", "no layer 'conv9' in 'digits'"), ("sweep conv1 class ¦nine", "no class 'nine'"), ("¦sweep", "expected a layer"),
        ("sweep conv1 class ¦10", "no class 10"),
    ])
    func `a wrong sweep points at its word`(marked: String, message: String) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
    }
}
