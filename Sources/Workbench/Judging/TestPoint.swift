import Language

/// One thing that a script was judged by.
package struct TestPoint: Sendable {
    /// What it came to.
    package enum Outcome: Sendable {
        case passed
        case failed(Diagnostic)
        /// Nothing was there to judge, for this reason.
        case skipped(String)
    }

    /// `expect argmax(logits) == 7`, `figure 1 of show maps`.
    package let name: String
    package let source: SourceText
    package let range: SourceRange
    package let outcome: Outcome

    package init(_ name: String, _ source: SourceText, _ range: SourceRange, _ outcome: Outcome) {
        (self.name, self.source, self.range, self.outcome) = (name, source, range, outcome)
    }

    /// The line that it stands on.
    package var line: Int { source.position(of: range.start).line }

    package var failure: Diagnostic? {
        if case .failed(let failure) = outcome { failure } else { nil }
    }
}

/// What judging one script came to.
package struct TestReport: Sendable {
    /// The script's path.
    package let script: String
    package var points: [TestPoint]
    package var seconds: Double
    /// What the script shows now.
    package var figures: ExpectedFigures
    /// What is to be said beside the points.
    package var notes: [String]

    package var failures: [Diagnostic] { points.compactMap(\.failure) }

    package var skippedCount: Int {
        points.count { if case .skipped = $0.outcome { true } else { false } }
    }

    package init(
        script: String, points: [TestPoint], seconds: Double = 0, figures: ExpectedFigures = ExpectedFigures(), notes: [String] = []
    ) {
        (self.script, self.points, self.seconds, self.figures, self.notes) = (script, points, seconds, figures, notes)
    }
}
