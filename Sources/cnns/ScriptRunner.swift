import Glibc
import Language
import Workbench

/// Runs scripts one after another, each in a session of its own.
struct ScriptRunner {
    private let options: DisplayOptions
    private let keepsGoing: Bool
    private let watch = InterruptWatch()

    init(_ options: DisplayOptions, keepsGoing: Bool) {
        self.options = options
        self.keepsGoing = keepsGoing
    }

    /// Ends the program with the status that what happened calls for.
    func run(_ sources: [ScriptSource]) throws -> Never {
        let display = Display(options)
        let renderer = ConsoleRenderer(options, display: display, isInteractive: false)
        let watch = watch
        InterruptMonitor.start { watch.interrupt() }
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
            let succeeded = host.session.execute(bytes: bytes, name: source.name)
            if watch.isInterrupted {
                renderer.finish()
                exit(128 + SIGINT)
            }
            return succeeded
        } catch {
            renderer.render(.diagnostic(Diagnostic("\(error)")))
            return false
        }
    }
}
