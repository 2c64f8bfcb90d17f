import CLibEdit
import Glibc

extension LineEditor {
    private static let controlC: UInt8 = 0x03
    private static let controlZ: UInt8 = 0x1A
    private static let controlBackslash: UInt8 = 0x1C

    /// libedit's wish for one character: 1 when there is one, 0 at the end of the input, -1 to give the line up.
    func nextCharacter(_ result: UnsafeMutablePointer<wchar_t>?) -> Int32 {
        while true {
            switch input.next() {
            case .byte(Self.controlC):
                input.discard()
                isInterrupted = true
                return -1
            case .byte(Self.controlZ): suspend(with: SIGTSTP)
            case .byte(Self.controlBackslash): suspend(with: SIGQUIT)
            case .byte(let byte):
                result?.pointee = wchar_t(input.character(after: byte).value)
                return 1
            case .signal: followWindowSize()
            case .timeout: continue
            case .end: return 0
            }
        }
    }

    /// Inserts a paste as it is: its line feeds do not run anything.
    func takePaste() -> UInt8 {
        var paste = PastedText()
        reading: while true {
            switch input.next(timeoutInMilliseconds: 2000) {
            case .byte(let byte): if paste.append(byte) { break reading }
            case .signal: continue
            case .timeout, .end: break reading
            }
        }
        guard !paste.text.isEmpty, el_insertstr(editor, paste.text) == 0 else { return UInt8(CC_ERROR) }
        return UInt8(CC_REFRESH)
    }

    /// Completes as far as the candidates agree, or lists them.
    func completeWord() -> UInt8 {
        guard let line = el_line(editor)?.pointee, let buffer = line.buffer, let cursor = line.cursor, let end = line.lastchar else {
            return UInt8(CC_ERROR)
        }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: end - buffer)
        let text = earlierLines + String(decoding: bytes, as: UTF8.self)
        let offset = earlierLines.utf8.count + (cursor - buffer)
        let choices = assistance.completions(text, offset)
        let replaced = min(choices.replacedByteCount, cursor - buffer)
        guard replaced >= 0, let first = choices.candidates.first else { return UInt8(CC_ERROR) }

        let typed = String(decoding: bytes[(cursor - buffer - replaced)..<(cursor - buffer)], as: UTF8.self)
        if choices.candidates.count == 1 {
            let isOpen = first.text.hasSuffix("/") || first.text.hasSuffix(":") || cursor != end
            return replace(typed, with: first.text + (isOpen ? "" : " "))
        }
        let prefix = choices.commonPrefix
        if prefix.utf8.count > typed.utf8.count { return replace(typed, with: prefix) }
        terminal.showBelow(CompletionList(candidates: choices.candidates, widthInCells: terminal.widthInCells).lines)
        clibedit_refresh(editor)
        return UInt8(CC_NORM)
    }

    private func replace(_ typed: String, with text: String) -> UInt8 {
        el_deletestr(editor, Int32(clamping: typed.unicodeScalars.count))
        return el_insertstr(editor, text) == 0 ? UInt8(CC_REFRESH) : UInt8(CC_ERROR)
    }

    private func suspend(with signal: Int32) {
        terminal.endEditing()
        clibedit_prepare_terminal(editor, 0)
        terminal.write("\r\n")
        kill(getpid(), signal)
        clibedit_prepare_terminal(editor, 1)
        terminal.beginEditing()
        el_resize(editor)
        clibedit_refresh(editor)
    }

    private func followWindowSize() {
        let before = terminal.widthInCells
        terminal.measure()
        el_resize(editor)
        guard before != terminal.widthInCells else { return }
        terminal.clearLine()
        clibedit_refresh(editor)
    }
}
