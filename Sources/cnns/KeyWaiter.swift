import LineEditing
import Workbench

/// Waits for single keys at the terminal, with a line that says which there are and goes away when one is pressed.
final class KeyWaiter {
    private let editor: LineEditor
    private let display: Display
    private let renderer: ConsoleRenderer
    private let interruption: Interruption

    init(editor: LineEditor, host: SessionHost) {
        (self.editor, display, renderer) = (editor, host.display, host.renderer)
        interruption = host.session.interruption
    }

    /// The next key; `nil` when no more can come.
    func key(hint: String, isStopped: () -> Bool = { false }) -> Character? {
        // Answers of the terminal to the question what it can show must not be taken for keys.
        editor.takeTypedAhead(display.settle() + renderer.takeTyped())
        guard let mode = editor.beginKeys() else { return nil }
        defer { editor.endKeys(mode) }
        let line = DisplayWidth.cut(hint, toCells: max(1, display.widthInCells - 1))
        StandardStream.output.write(display.understandsEscapes ? "\u{1B}[2m\(line)\u{1B}[m" : line)
        let key = editor.nextKey(isStopped: isStopped)
        StandardStream.output.write(display.understandsEscapes ? "\r\u{1B}[K" : "\n")
        return key
    }

    /// Waits at a `pause`: any key goes on, `q` and Ctrl-C stop.
    func waitForReader() -> Bool {
        switch key(hint: "[Return] go on  [q] stop", isStopped: { interruption.control.isCancelled }) {
        case nil, "q", StepperKey.interrupt: false
        default: true
        }
    }
}
