import Glibc
import LineEditing
import Workbench

/// The prompt: reads a statement, runs it, shows what comes of it, until Ctrl-D or `quit`.
struct InteractivePrompt {
    private let options: DisplayOptions

    init(_ options: DisplayOptions) {
        self.options = options
    }

    func run() throws {
        let display = Display(options)
        let renderer = ConsoleRenderer(options, display: display, isInteractive: true)
        let host = SessionHost(options, display: display, renderer: renderer)
        let interruption = host.session.interruption
        InterruptMonitor.start { interruption.cancel() }
        if !options.quiet {
            renderer.render(.text("cnns \(CommandLineProgram.version): type 'help' for the commands; Tab completes, Ctrl-D leaves"))
        }
        let assistance = LineEditor.Assistance(host.session)
        guard let editor = LineEditor(program: "cnns", historyFile: Self.historyFile, assistance: assistance) else {
            return readPlainly(host, isComplete: assistance.isComplete)
        }
        host.session.stepper = TerminalStepper(
            editor: editor, renderer: renderer, display: display, isStopped: { interruption.control.isCancelled })
        let waiter = KeyWaiter(editor: editor, host: host)
        host.session.waitForReader = { waiter.waitForReader() }
        Self.converse(host, editor)
    }

    /// Reads and runs statements until Ctrl-D or `quit`.
    static func converse(_ host: SessionHost, _ editor: LineEditor) {
        while !host.session.isFinished {
            editor.takeTypedAhead(host.display.settle() + host.renderer.takeTyped())
            switch editor.read(prompt: Prompt(number: host.session.cellNumber + 1, note: host.session.lab.promptNote)) {
            case .statement(let text): if !text.isEmpty { editor.markResultEnd(succeeded: run(text, host)) }
            case .interrupted: continue
            case .end: return
            }
        }
    }

    /// An editor at the terminal that knows a session; `nil` where there is no terminal.
    static func editor(for session: Session) -> LineEditor? {
        LineEditor(program: "cnns", historyFile: historyFile, assistance: LineEditor.Assistance(session))
    }

    @discardableResult
    private static func run(_ text: String, _ host: SessionHost) -> Bool {
        host.followWindow()
        defer { host.renderer.finish() }
        return host.session.execute(text)
    }

    /// Where the output is no terminal there is nothing to edit on.
    private func readPlainly(_ host: SessionHost, isComplete: @escaping (String) -> Bool) {
        var reader = PlainLineReader(isComplete: isComplete)
        while !host.session.isFinished, let text = reader.read() { Self.run(text, host) }
    }

    private static var historyFile: HistoryFile? {
        HistoryFile.standard(program: "cnns") { getenv($0).map { String(cString: $0) } }
    }
}
