import Imaging
import Language
import Synchronization

/// Runs a script and judges what it claims: every `expect`, every figure that was recorded, and that no command fails.
package struct ScriptTest {
    /// The script's path.
    package let name: String
    package let bytes: [UInt8]
    /// The recorded figures; `nil` where none are to be judged.
    package let expected: ExpectedFigures?
    /// Whether a script goes on after a command that fails.
    package var keepsGoing = false

    package init(name: String, bytes: [UInt8], expected: ExpectedFigures?) {
        (self.name, self.bytes, self.expected) = (name, bytes, expected)
    }

    /// Runs the script in a session of its own.
    ///
    /// - Parameters:
    ///   - progress: Gets what the session says of something long.
    ///   - begin: Called with the session before it runs.
    package func run(progress: @escaping @Sendable (Output) -> Void, begin: (Session) -> Void = { _ in }) -> TestReport {
        let observer = Observer(progress)
        let session = Session(canvas: .page, output: { observer.take($0) })
        session.keepsGoing = keepsGoing
        session.judge = { observer.take($0) }
        observer.place = { [weak session] in session?.place.map { Place(source: $0.source, range: $0.range) } }
        begin(session)
        let clock = ContinuousClock()
        let start = clock.now
        let source: SourceText
        do {
            source = try SourceText(bytes: bytes, name: name)
        } catch {
            return TestReport(script: name, points: [TestPoint("read", SourceText("", name: name), SourceRange(0, 0), .failed(error))])
        }
        let succeeded = session.execute(bytes: bytes, name: name)
        let elapsed = clock.now - start
        var report = TestReport(script: name, points: [], figures: observer.figures)
        report.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        report.points = points(observer, source, stopped: !succeeded && !keepsGoing)
        if expected == nil, !observer.figures.keys.isEmpty {
            let count = observer.figures.keys.count
            report.notes.append("\(count == 1 ? "1 figure is" : "\(count) figures are") not judged: '--bless' records them")
        }
        return report
    }

    /// All points in the order of the script; those of other files that it runs, at their end.
    private func points(_ observer: Observer, _ source: SourceText, stopped: Bool) -> [TestPoint] {
        var points = observer.expectations.map { place, outcome in
            let count = outcome.count > 1 ? " (\(outcome.count) times)" : ""
            let name = FigureMark.oneLine(place.text) + count
            return TestPoint(name, place.source, place.range, outcome.failure.map { .failed($0) } ?? .passed)
        }
        points += figurePoints(observer, source)
        points += observer.errors.map { error in
            TestPoint("command", error.source ?? source, error.range ?? SourceRange(0, 0), .failed(error))
        }
        let (program, _) = Parser.parse(source, vocabulary: CommandCatalog.vocabulary)
        for statement in Self.expectations(in: program.statements) {
            let place = Place(source: source, range: statement.range)
            guard observer.expectations.index(forKey: place) == nil else { continue }
            let outcome: TestPoint.Outcome =
                stopped
                ? .failed(Diagnostic("not reached: the script stopped before", at: place.range, of: source)) : .skipped("not reached")
            points.append(TestPoint(FigureMark.oneLine(place.text), source, statement.range, outcome))
        }
        return points.enumerated().sorted { left, right in
            let (leftIsOther, rightIsOther) = (left.element.source != source, right.element.source != source)
            return (leftIsOther ? 1 : 0, left.element.source.name, left.element.range.start, left.offset)
                < (rightIsOther ? 1 : 0, right.element.source.name, right.element.range.start, right.offset)
        }.map(\.element)
    }

    private func figurePoints(_ observer: Observer, _ source: SourceText) -> [TestPoint] {
        guard let expected else { return [] }
        var points: [TestPoint] = []
        for key in observer.figures.keys {
            guard let found = observer.figures[key], let place = observer.places[key] else { continue }
            let name = "figure \(key.number) of \(key.statement)"
            guard let mark = expected[key] else {
                let failure = Diagnostic(
                    "expected no such figure: it was not recorded", at: place.range, of: place.source, help: Self.advice)
                points.append(TestPoint(name, place.source, place.range, .failed(failure)))
                continue
            }
            let failure = mark.difference(to: found).map {
                Diagnostic("another figure than was recorded: \($0)", at: place.range, of: place.source, help: Self.advice)
            }
            points.append(TestPoint(name, place.source, place.range, failure.map { .failed($0) } ?? .passed))
        }
        for key in expected.keys where observer.figures[key] == nil {
            let end = SourceRange(source.bytes.count, source.bytes.count)
            let name = "figure \(key.number) of \(key.statement)"
            let failure = Diagnostic("expected \(name), found none", help: Self.advice, in: source.name)
            points.append(TestPoint(name, source, end, .failed(failure)))
        }
        return points
    }

    private static let advice = "'cnns test --bless' records the figures as they are now"

    /// The claims of a script, those in blocks and definitions too.
    private static func expectations(in statements: [Statement]) -> [Statement] {
        statements.flatMap { (statement) -> [Statement] in
            switch statement.kind {
            case .expectation: return [statement]
            case .loop(_, _, let body), .definition(_, _, let body): return expectations(in: body)
            case .condition(_, let then, let otherwise): return expectations(in: then) + expectations(in: otherwise)
            case .assignment, .command, .expression: return []
            }
        }
    }
}

/// A statement of a source.
private struct Place: Hashable {
    let source: SourceText
    let range: SourceRange

    var text: String { source[range] }

    static func == (left: Place, right: Place) -> Bool { left.range == right.range && left.source.name == right.source.name }

    func hash(into hasher: inout Hasher) {
        hasher.combine(source.name)
        hasher.combine(range)
    }
}

/// Notes what a session shows and claims. It serves one thread.
private final class Observer: @unchecked Sendable {
    /// What one `expect` came to, however often it ran: the first failure counts.
    struct Claim {
        var count = 0
        var failure: Diagnostic?
    }

    private(set) var expectations: [Place: Claim] = [:]
    private(set) var figures = ExpectedFigures()
    private(set) var places: [ExpectedFigures.Key: Place] = [:]
    private(set) var errors: [Diagnostic] = []
    private var counts: [String: Int] = [:]
    private let progress: @Sendable (Output) -> Void
    var place: () -> Place? = { nil }

    init(_ progress: @escaping @Sendable (Output) -> Void) { self.progress = progress }

    func take(_ judgment: Judgment) {
        var claim = expectations[Place(source: judgment.source, range: judgment.range)] ?? Claim()
        claim.count += 1
        claim.failure = claim.failure ?? judgment.failure
        expectations[Place(source: judgment.source, range: judgment.range)] = claim
    }

    func take(_ output: Output) {
        switch output {
        case .progress: progress(output)
        case .diagnostic(let diagnostic): if diagnostic.severity == .error { errors.append(diagnostic) }
        case .figure(let figure):
            guard let place = place() else { return }
            let statement = FigureMark.oneLine(place.text)
            counts[statement, default: 0] += 1
            let key = ExpectedFigures.Key(statement: statement, number: counts[statement] ?? 1)
            figures.add(FigureMark(figure), key)
            places[key] = place
        case .text, .table, .frame, .result: break
        }
    }
}

extension FigureCanvas {
    /// The room of a figure on a page: what documents and tests draw on, whatever the screen.
    package static let page = FigureCanvas(widthInPixels: 720, heightInPixels: 540, background: RGB(255, 255, 255))
}
