import Testing
import Workbench

struct WhyTests {
    private static let setup = "load digits; load digit-7; "

    /// The lines that come out after the setup.
    private func lines(_ source: String) -> [String] {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(Self.setup))
        _ = transcript.take()
        session.execute(source)
        return transcript.take()
    }

    @Test(arguments: [
        ("why conv1:3@12,14", "conv1:3@12,14 = "), ("why conv1:3", "conv1:3@11,16 (the greatest of conv1:3) = "),
        ("why conv2@8,6", "conv2:"), ("layer fc2; why", "fc2:7 (the greatest of fc2) = "), ("layer conv1; why :3@0,0", "conv1:3@0,0 = "),
        ("why input:0@12,16", "input:0@12,16 = 1: the sample 255 (gray, 0..255) at row 12, column 16 of 'digit-7'"),
    ])
    func `says first what it opened`(line: String, beginning: String) {
        let lines = lines(line)
        #expect(lines.contains { $0.hasPrefix(beginning) }, "\(lines.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("why conv1:9", "no channel 9 in 'conv1', which has 8"), ("why conv1:3@28,0", "no place @28,0 in 'conv1', which has 28x28"),
        ("why conv9", "no layer 'conv9' in 'digits'"), ("why term 1", "no ledger is open"),
        ("why conv1:3@0,0; why term 26", "no term 26: the last ledger has 25"),
        ("why conv1:3@0,0 top 25; why term 25", "term 25 does not depend on the picture: there is nothing behind it"),
        ("why conv1; why back", "nothing was opened above the last ledger"), ("why conv1 class 7", "expected one thing to open, found 2"),
        ("why class 10", "no class 10: 'digits' has 10, from 0"), ("why class nine", "no class 'nine' in 'digits'"),
    ])
    func `says what it cannot open`(line: String, message: String) {
        let lines = lines(line)
        #expect(lines.contains { $0.contains("error: \(message)") }, "\(lines.joined(separator: "\n"))")
    }

    @Test func `goes down to the picture and up again`() {
        let path = lines("why fc2:7; why term 1; why back").filter { $0.contains(" = ") }.map { $0.prefix { $0 != " " } }
        #expect(path.count == 3 && path[0] == "fc2:7" && path[1].hasPrefix("relu3:") && path[2] == "fc2:7")
    }

    @Test func `forgets the way when another model comes`() {
        #expect(lines("why fc2:7; load digits; why term 1").contains { $0.contains("no ledger is open") })
    }

    @Test func `yields the number made anew`() {
        #expect(lines("why conv2:5@3,4 top 1; expect _ == maps(\"conv2\")[5, 3, 4] within 0.00001").allSatisfy { !$0.contains("error") })
    }

    @Test func `lists as many terms as asked for and sums the others`() {
        let lines = lines("why conv2:5@3,4 top 7")
        #expect(lines.contains { $0.hasPrefix("7 of 200 terms shown") })
        #expect(lines.contains { $0.hasPrefix("sum of the 193 others") })
    }
}
