import Imaging
import Language
import Synchronization
import Workbench

/// Runs sources on a session and keeps what came out, as lines of text.
final class Transcript: Sendable {
    private let collected = Mutex<[Output]>([])
    private let reactions = Mutex<[String: @Sendable () -> Void]>([:])

    func session() -> Session {
        Session(canvas: FigureCanvas(widthInPixels: 640, heightInPixels: 480)) { [self] output in
            collected.withLock { $0.append(output) }
            if case .text(let text) = output { reactions.withLock { $0[text] }?() }
        }
    }

    /// Does something whenever a text comes out.
    func whenever(_ text: String, _ reaction: @escaping @Sendable () -> Void) {
        reactions.withLock { $0[text] = reaction }
    }

    /// The outputs since the last call.
    func takeOutputs() -> [Output] {
        collected.withLock { outputs in
            defer { outputs = [] }
            return outputs
        }
    }

    /// The lines since the last call.
    func take() -> [String] { takeOutputs().flatMap { Self.lines(of: $0) } }

    /// The diagnostics since the last call.
    func takeDiagnostics() -> [Diagnostic] {
        takeOutputs().compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic } else { nil } }
    }

    private static func lines(of output: Output) -> [String] {
        switch output {
        case .text(let text): text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        case .table(let table): table.rendered(width: 100)
        case .figure(let figure): [figure.caption]
        case .progress, .frame: []
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
