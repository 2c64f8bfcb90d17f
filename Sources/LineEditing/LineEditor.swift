import CLibEdit
import Glibc

/// Reads statements at a terminal: editing, history, completion, pastes and statements of several lines, on libedit.
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

        package init(isComplete: @escaping (String) -> Bool, completions: @escaping (String, Int) -> CompletionChoices) {
            self.isComplete = isComplete
            self.completions = completions
        }
    }

    let editor: OpaquePointer
    private let entries: OpaquePointer
    private let historyFile: HistoryFile?
    let assistance: Assistance
    let terminal: ScreenControl
    var input = KeyboardInput(descriptor: STDIN_FILENO, signalDescriptor: WindowSignal.start())
    var isInterrupted = false
    /// The lines of the statement before the one being edited.
    var earlierLines = ""
    private var promptBytes: UnsafeMutablePointer<CChar>

    /// An editor on standard input and output, or nil when they are no terminal.
    package init?(program: String, historyFile: HistoryFile?, assistance: Assistance) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
        DisplayWidth.chooseUTF8()
        guard let editor = clibedit_open(program), let entries = history_init(), let empty = strdup("") else { return nil }
        self.editor = editor
        self.entries = entries
        self.historyFile = historyFile
        self.assistance = assistance
        promptBytes = empty
        terminal = ScreenControl()
        clibedit_set_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
        configure()
        loadHistory()
    }

    deinit {
        history_end(entries)
        el_end(editor)
        free(promptBytes)
    }

    /// Takes what was typed while somebody else read the terminal.
    package func takeTypedAhead(_ bytes: [UInt8]) {
        input.prepend(bytes)
    }

    /// What takes back the modes that editing sets, for a program that ends while a line is edited.
    package static let farewell = "\u{1B}[?2004l\r\n"

    /// Reads one statement. While the text is incomplete, further lines are asked for under the continuation prompt.
    package func read(prompt: Prompt) -> Reading {
        earlierLines = ""
        terminal.beginEditing()
        defer { terminal.endEditing() }
        while true {
            setPrompt(earlierLines.isEmpty ? prompt.first(on: terminal) : prompt.continuation)
            guard let line = readLine() else {
                if isInterrupted {
                    terminal.showInterrupt()
                    return .interrupted
                }
                terminal.write("\r\n")
                return earlierLines.isEmpty ? .end : remember(earlierLines)
            }
            let text = earlierLines + line
            if text.allSatisfy(\.isWhitespace) { return .statement("") }
            if assistance.isComplete(text) { return remember(text) }
            earlierLines = text + "\n"
        }
    }

    private func readLine() -> String? {
        isInterrupted = false
        // libedit would do so only after the prompt is drawn, and lose a Ctrl-D that comes in between.
        clibedit_prepare_terminal(editor, 1)
        var count: Int32 = 0
        guard let bytes = el_gets(editor, &count), count > 0 else { return nil }
        var line = String(cString: bytes)
        while line.last?.isNewline == true { line.removeLast() }
        return line
    }

    private func remember(_ text: String) -> Reading {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        clibedit_history_enter(entries, text)
        historyFile?.append(text)
        return .statement(text)
    }

    private func loadHistory() {
        guard let historyFile else { return }
        clibedit_history_set_size(entries, Int32(clamping: historyFile.limit))
        for entry in historyFile.load() { clibedit_history_enter(entries, entry) }
    }

    private func setPrompt(_ text: String) {
        guard let copy = strdup(text) else { return }
        free(promptBytes)
        promptBytes = copy
    }

    /// libedit asks for the prompt whenever it draws the line.
    var currentPrompt: UnsafeMutablePointer<CChar> { promptBytes }

    private func configure() {
        clibedit_set_history(editor, entries)
        clibedit_set_key_map(editor, "emacs")
        el_source(editor, nil)
        clibedit_set_prompt(editor, { LineEditor.behind($0)?.currentPrompt }, Prompt.escape)
        clibedit_set_reader(editor) { LineEditor.behind($0)?.nextCharacter($1) ?? -1 }
        clibedit_add_function(editor, "complete-word", "complete the word at the cursor") { handle, _ in
            LineEditor.behind(handle)?.completeWord() ?? UInt8(CC_ERROR)
        }
        clibedit_add_function(editor, "take-paste", "insert what is pasted") { handle, _ in
            LineEditor.behind(handle)?.takePaste() ?? UInt8(CC_ERROR)
        }
        for (key, function) in Self.bindings { clibedit_bind(editor, key, function) }
        clibedit_read_control_characters(editor)
    }

    private static let bindings = [
        ("\\t", "complete-word"), ("\\e[200~", "take-paste"), ("^R", "em-inc-search-prev"), ("^S", "em-inc-search-next"),
        ("\\e[1~", "ed-move-to-beg"), ("\\e[4~", "ed-move-to-end"), ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
        ("\\e[3~", "ed-delete-next-char"), ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
        ("\\e[1;3C", "em-next-word"), ("\\e[1;3D", "ed-prev-word"),
    ]

    private static func behind(_ handle: OpaquePointer?) -> LineEditor? {
        guard let handle, let data = clibedit_client_data(handle) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
    }
}
