import CLibEdit
import Glibc

/// Reads statements at a terminal: editing, history, completion, pastes and statements of several lines.
///
/// libedit keeps the line, the keys and the terminal's modes. It cannot color what it draws, so what it draws is thrown away and the
/// screen is painted here after every key; only a terminal without escape sequences gets libedit's own picture of the line.
///
/// The terminal's attributes are changed only while `read` waits, and always put back. One editor serves one thread.
package final class LineEditor {
    /// What reading one statement came to.
    package enum Reading: Equatable, Sendable {
        case statement(String)
        /// Ctrl-C: what was typed is dropped.
        case interrupted
        /// Ctrl-D on an empty line, or the terminal is gone.
        case end
    }

    /// What is asked of the caller while a line is edited.
    package struct Assistance {
        /// Whether the text can be run as it is, or another line must follow.
        package var isComplete: (String) -> Bool
        /// The candidates for the word that ends at the given UTF-8 offset of the text.
        package var completions: (String, Int) -> CompletionChoices
        /// What the parts of the text are, for their colors.
        package var styles: (String) -> [StyledRange]
        /// Does something useful that takes no longer than a user notices: once for each statement, when no key was pressed for a while.
        package var usePause: () -> Void

        package init(
            isComplete: @escaping (String) -> Bool, completions: @escaping (String, Int) -> CompletionChoices,
            styles: @escaping (String) -> [StyledRange] = { _ in [] }, usePause: @escaping () -> Void = {}
        ) {
            self.isComplete = isComplete
            self.completions = completions
            self.styles = styles
            self.usePause = usePause
        }
    }

    let editor: OpaquePointer
    private let entries: OpaquePointer
    private let discarded: UnsafeMutablePointer<FILE>?
    private let historyFile: HistoryFile?
    let assistance: Assistance
    let terminal: ScreenControl
    var input = KeyboardInput(descriptor: STDIN_FILENO, signalDescriptor: TerminalSignals.start())
    var history = HistoryList()
    var painter: LinePainter
    var prompt = Prompt(number: 1)
    /// What the screen shows, so that nothing is laid out twice.
    var drawn: EditedText?
    var isInterrupted = false
    /// Whether the pause before this statement has been used.
    var hasUsedPause = false
    /// The statement that Enter was pressed on.
    var accepted: String?
    /// The lines of the statement before the one being edited, where libedit draws.
    var earlierLines = ""
    private var promptBytes: UnsafeMutablePointer<CChar>

    /// An editor on standard input and output, or nil when they are no terminal.
    package init?(program: String, historyFile: HistoryFile?, assistance: Assistance) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
        DisplayWidth.chooseUTF8()
        terminal = ScreenControl()
        discarded = terminal.understandsEscapes ? fopen("/dev/null", "we") : nil
        guard let editor = clibedit_open(program, discarded), let entries = history_init(), let empty = strdup("") else { return nil }
        self.editor = editor
        self.entries = entries
        self.historyFile = historyFile
        self.assistance = assistance
        promptBytes = empty
        painter = LinePainter(isInColor: terminal.isInColor, promptEnd: terminal.takesMarks ? PromptMark.inputBegins : "")
        clibedit_set_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
        configure()
        loadHistory()
    }

    deinit {
        history_end(entries)
        el_end(editor)
        free(promptBytes)
        if let discarded { fclose(discarded) }
    }

    /// Whether the line is painted here, not by libedit.
    var paintsItself: Bool { discarded != nil }

    /// Takes what was typed while somebody else read the terminal.
    package func takeTypedAhead(_ bytes: [UInt8]) {
        input.prepend(bytes)
    }

    /// What takes back the modes that editing sets, for a program that ends while a line is edited.
    package static let farewell = "\u{1B}[0m\u{1B}[?2004l\r\n"

    /// Tells the terminal that the results of the last statement end here.
    package func markResultEnd(succeeded: Bool) {
        if terminal.takesMarks { terminal.write(PromptMark.resultEnds(status: succeeded ? 0 : 1)) }
    }

    /// Reads one statement. While the text is incomplete, Enter begins another line of it.
    package func read(prompt: Prompt) -> Reading {
        self.prompt = prompt
        earlierLines = ""
        hasUsedPause = false
        terminal.beginEditing()
        TerminalSignals.watchStopping()
        defer {
            TerminalSignals.unwatchStopping()
            terminal.endEditing()
        }
        while true {
            beginDrawing()
            let line = readLine()
            finishDrawing(line)
            guard let line else { return isInterrupted ? .interrupted : .end }
            let text = earlierLines + line
            if text.allSatisfy(\.isWhitespace) { return .statement("") }
            if paintsItself || assistance.isComplete(text) { return remember(text) }
            earlierLines = text + "\n"
        }
    }

    /// `nil` at Ctrl-C and at the end.
    private func readLine() -> String? {
        isInterrupted = false
        accepted = nil
        // libedit would do so only after the prompt is drawn, and lose a Ctrl-D that comes in between.
        clibedit_prepare_terminal(editor, 1)
        input.restoreEnd()
        var count: Int32 = 0
        let bytes = el_gets(editor, &count)
        if let accepted { return accepted }
        guard let bytes, count > 0 else { return nil }
        var line = String(cString: bytes)
        while line.last?.isNewline == true { line.removeLast() }
        return line
    }

    private func remember(_ text: String) -> Reading {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        clibedit_history_enter(entries, text)
        history.append(text)
        historyFile?.append(text)
        if terminal.takesMarks { terminal.write(PromptMark.resultBegins) }
        return .statement(text)
    }

    private func loadHistory() {
        guard let historyFile else { return }
        clibedit_history_set_size(entries, Int32(clamping: historyFile.limit))
        history = HistoryList(historyFile.load())
        // libedit's own commands, such as those of its vi mode, go through its own list.
        for entry in history.entries { clibedit_history_enter(entries, entry) }
    }

    /// The prompt that libedit draws, where it draws.
    func setLibEditPrompt(_ text: String) {
        guard let copy = strdup(text) else { return }
        free(promptBytes)
        promptBytes = copy
    }

    private func configure() {
        clibedit_set_history(editor, entries)
        clibedit_set_key_map(editor, "emacs")
        el_source(editor, nil)
        clibedit_set_prompt(editor) { LineEditor.behind($0)?.promptBytes }
        clibedit_set_reader(editor) { LineEditor.behind($0)?.nextCharacter($1) ?? -1 }
        for binding in KeyBinding.all where paintsItself || binding.worksEverywhere {
            clibedit_add_function(editor, binding.name, binding.help, binding.function)
            for key in binding.keys { clibedit_bind(editor, key, binding.name) }
        }
        for (key, function) in KeyBinding.ofLibEdit { clibedit_bind(editor, key, function) }
        if !paintsItself { clibedit_bind(editor, "^R", "em-inc-search-prev") }
        clibedit_read_control_characters(editor)
    }

    /// The editor that a callback of libedit is for.
    static func behind(_ handle: OpaquePointer?) -> LineEditor? {
        guard let handle, let data = clibedit_client_data(handle) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
    }
}
