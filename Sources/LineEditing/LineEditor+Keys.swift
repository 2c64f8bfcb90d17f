import CLibEdit
import Glibc

extension LineEditor {
    private static let controlC: UInt8 = 0x03
    private static let controlZ: UInt8 = 0x1A
    private static let controlBackslash: UInt8 = 0x1C
    /// Whoever types goes on sooner.
    private static let pauseInMilliseconds: Int32 = 100

    /// libedit's wish for one character: 1 when there is one, 0 at the end of the input, -1 to give the line up.
    func nextCharacter(_ result: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        while true {
            if paintsItself, !input.isReady { draw() }
            switch input.next(timeoutInMilliseconds: hasUsedPause ? -1 : Self.pauseInMilliseconds) {
            case .byte(Self.controlC):
                isInterrupted = true
                return -1
            case .byte(Self.controlZ): suspend(with: SIGTSTP)
            case .byte(Self.controlBackslash): suspend(with: SIGQUIT)
            case .byte(let byte):
                result?.pointee = wchar_t(input.character(after: byte).value)
                return 1
            case .signal(let number): handle(number)
            case .timeout:
                hasUsedPause = true
                assistance.usePause()
            case .end: return 0
            }
        }
    }

    /// Does what a signal calls for that came while keys were waited for.
    func handle(_ number: Int32) {
        switch number {
        case SIGTSTP: suspend(with: SIGTSTP)
        case SIGCONT: resume()
        default: followWindowSize()
        }
    }

    /// Stops the program, or ends it, with the terminal as it was found; comes back when it goes on.
    private func suspend(with number: Int32) {
        terminal.write(paintsItself ? painter.leaving() : "\r\n")
        terminal.endEditing()
        clibedit_prepare_terminal(editor, 0)
        TerminalSignals.unwatchStopping()
        raise(number)
        TerminalSignals.watchStopping()
        resume()
    }

    /// Sets the terminal's modes again: whoever had it meanwhile may have changed them.
    private func resume() {
        clibedit_prepare_terminal(editor, 0)
        clibedit_prepare_terminal(editor, 1)
        terminal.beginEditing()
        el_resize(editor)
        if paintsItself { beginDrawing() } else { clibedit_refresh(editor) }
    }
}
