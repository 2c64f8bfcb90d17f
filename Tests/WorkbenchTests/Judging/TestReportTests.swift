import Foundation
import Language
import Testing
import Workbench

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct `A report of tests` {
    private static var reports: [TestReport] {
        let source = SourceText("expect 1 == 2\nsay # <&>\nexpect \"a\\b\" == 'é'\n", name: "a&b.cnns")
        let failure = Diagnostic("expected \"1 == 2\"\nleft is 1 \u{1}", at: SourceRange(0, 13), of: source, help: "try '2 == 2'")
        let points = [
            TestPoint("expect 1 == 2 # TODO", source, SourceRange(0, 13), .failed(failure)),
            TestPoint("figure 1 of <show>", source, SourceRange(14, 17), .passed),
            TestPoint("expect \"a\\b\"", source, SourceRange(24, 30), .skipped("not reached")),
        ]
        return [TestReport(script: "a&b.cnns", points: points, seconds: 1.25, notes: ["a note & more"])]
    }

    @Test func `in TAP has a plan, a line a point and what failed below it`() {
        #expect(
            TAPReport.text(of: Self.reports) == """
                TAP version 14
                1..3
                # a&b.cnns
                # a note & more
                not ok 1 - a&b.cnns:1 expect 1 == 2 \\# TODO
                  ---
                  message: "expected \\"1 == 2\\"\\nleft is 1 \\x01"
                  file: "a&b.cnns"
                  line: 1
                  help: "try '2 == 2'"
                  ...
                ok 2 - a&b.cnns:2 figure 1 of <show>
                ok 3 - a&b.cnns:3 expect "a\\\\b" # SKIP not reached

                """)
    }

    @Test func `in JUnit's XML is well formed and counts`() throws {
        let reader = XMLReader()
        let parser = XMLParser(data: Data(JUnitReport.text(of: Self.reports).utf8))
        parser.delegate = reader
        #expect(parser.parse())
        let suite = try #require(reader.elements.first { $0.name == "testsuite" })
        #expect(suite.attributes["tests"] == "3" && suite.attributes["failures"] == "1" && suite.attributes["skipped"] == "1")
        #expect(suite.attributes["name"] == "a&b.cnns" && suite.attributes["time"] == "1.250")
        #expect(
            reader.elements.map(\.name) == [
                "testsuites", "testsuite", "testcase", "failure", "testcase", "testcase", "skipped", "system-out",
            ])
        #expect(reader.elements[3].attributes["message"]?.hasPrefix("expected \"1 == 2\"") == true)
        #expect(reader.elements[4].attributes["name"] == "figure 1 of <show> (line 2)")
    }

    private final class XMLReader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
        ) {
            elements.append((name, attributes))
        }
    }
}
