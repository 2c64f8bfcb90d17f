import Imaging
import Synchronization
import Workbench

/// Runs sources on a session and keeps what came out, as lines of text.
final class Transcript: Sendable {
    private let collected = Mutex<[String]>([])

    func session() -> Session {
        Session(canvas: FigureCanvas(widthInPixels: 640, heightInPixels: 480)) { [self] output in
            collected.withLock { $0 += Self.lines(of: output) }
        }
    }

    /// The lines since the last call.
    func take() -> [String] {
        collected.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }

    private static func lines(of output: Output) -> [String] {
        switch output {
        case .text(let text): text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        case .table(let table): table.rendered(width: 100)
        case .figure(let figure): [figure.caption]
        case .progress: []
        case .diagnostic(let diagnostic): diagnostic.rendered().split(separator: "\n").map(String.init)
        case .result(let cell, let value): ["Out[\(cell)]: \(value)"]
        }
    }

    /// What one source yields on a new session.
    static func run(_ source: String) -> (succeeded: Bool, lines: [String]) {
        let transcript = Transcript()
        let session = transcript.session()
        let succeeded = session.execute(source)
        return (succeeded, transcript.take())
    }
}
