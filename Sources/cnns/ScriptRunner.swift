import Glibc
import Language
import Workbench

/// Runs scripts one after another, each in a session of its own.
struct ScriptRunner {
    private let options: DisplayOptions
    private let keepsGoing: Bool
    /// Whether scripts are presented page by page.
    private let steps: Bool
    private let watch = InterruptWatch()

    init(_ options: DisplayOptions, keepsGoing: Bool, steps: Bool = false) {
        self.options = options
        self.keepsGoing = keepsGoing
        self.steps = steps
    }

    /// Ends the program with the status that what happened calls for.
    func run(_ sources: [ScriptSource]) throws -> Never {
        let display = Display(options)
        let renderer = ConsoleRenderer(options, display: display, isInteractive: false)
        let watch = watch
        let steps = steps
        InterruptMonitor.start { if steps { watch.stopStatement() } else { watch.interrupt() } }
        var hasFailed = false
        for source in sources {
            if !run(source, display, renderer) { hasFailed = true }
            if hasFailed && !keepsGoing { break }
        }
        renderer.finish()
        exit(hasFailed || renderer.hasFailed ? 1 : 0)
    }

    private func run(_ source: ScriptSource, _ display: Display, _ renderer: ConsoleRenderer) -> Bool {
        do {
            let bytes = try source.bytes(limit: SourceText.byteLimit)
            let host = SessionHost(options, display: display, renderer: renderer)
            host.session.keepsGoing = keepsGoing
            watch.follow(host.session.interruption)
            if steps { return try present(SourceText(bytes: bytes, name: source.name), host) }
            waitForReaders(host)
            let succeeded = host.session.execute(bytes: bytes, name: source.name)
            if watch.isInterrupted {
                renderer.finish()
                exit(128 + SIGINT)
            }
            return succeeded
        } catch {
            renderer.render(.diagnostic(error as? Diagnostic ?? Diagnostic("\(error)", help: (error as? ScriptError)?.help)))
            return false
        }
    }

    private func present(_ source: SourceText, _ host: SessionHost) throws -> Bool {
        guard let editor = InteractivePrompt.editor(for: host.session) else {
            throw Diagnostic("expected a terminal for '--step', found none")
        }
        guard let script = host.session.script(source) else { return false }
        return Presentation(script, host: host, editor: editor).run()
    }

    /// At a terminal, `pause` waits for a key.
    private func waitForReaders(_ host: SessionHost) {
        var waiter: KeyWaiter?
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return }
        host.session.waitForReader = { [unowned host] in
            if waiter == nil { waiter = InteractivePrompt.editor(for: host.session).map { KeyWaiter(editor: $0, host: host) } }
            return waiter?.waitForReader() ?? true
        }
    }
}
