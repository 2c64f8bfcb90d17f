import Language

/// How reports of tests are written for other programs.
package protocol TestReportFormat: Sendable {
    /// The word for it on the command line.
    static var name: String { get }
    /// All reports as one text.
    static func text(of reports: [TestReport]) -> String
}

/// The formats that `cnns test --format` knows.
package enum TestReportFormatCatalog {
    package static let all: [any TestReportFormat.Type] = [JUnitReport.self, TAPReport.self]

    package static func named(_ name: String) -> (any TestReportFormat.Type)? { all.first { $0.name == name } }
}
