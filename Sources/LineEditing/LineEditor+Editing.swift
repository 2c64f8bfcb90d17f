import CLibEdit

extension LineEditor {
    /// The text being edited and the cursor, in UTF-8 bytes from its beginning.
    struct Line {
        var text: String
        var cursor: Int

        var beforeCursor: Substring { Substring(text.utf8.prefix(cursor)) }
        var afterCursor: Substring { Substring(text.utf8.dropFirst(cursor)) }
    }

    var line: Line? {
        guard let info = el_line(editor)?.pointee, let buffer = info.buffer, let cursor = info.cursor, let end = info.lastchar else {
            return nil
        }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: end - buffer)
        return Line(text: String(decoding: bytes, as: UTF8.self), cursor: cursor - buffer)
    }

    /// What a function answers that has changed the line.
    private var changed: UInt8 { UInt8(paintsItself ? CC_NORM : CC_REFRESH) }

    func insert(_ text: String) -> UInt8 {
        guard !text.isEmpty, el_insertstr(editor, text) == 0 else { return UInt8(CC_ERROR) }
        return changed
    }

    /// Replaces what stands before the cursor.
    func replace(_ typed: some StringProtocol, with text: String) -> UInt8 {
        el_deletestr(editor, Int32(clamping: typed.unicodeScalars.count))
        return text.isEmpty ? changed : insert(text)
    }

    /// Puts another text into the line, the cursor at its end.
    func setLine(_ text: String) -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        el_cursor(editor, Int32(clamping: line.afterCursor.unicodeScalars.count))
        return replace(line.text, with: text)
    }

    /// Runs the statement, or begins another line where it is incomplete.
    func acceptStatement() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        guard line.text.allSatisfy(\.isWhitespace) || assistance.isComplete(line.text) else { return insert("\n") }
        accepted = line.text
        return UInt8(CC_NEWLINE)
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
        return insert(paste.text)
    }

    /// Completes as far as the candidates agree, or lists them.
    func completeWord() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        let choices = assistance.completions(earlierLines + line.text, earlierLines.utf8.count + line.cursor)
        let replaced = min(choices.replacedByteCount, line.cursor)
        guard replaced >= 0, let first = choices.candidates.first else { return UInt8(CC_ERROR) }

        let typed = Substring(line.text.utf8.prefix(line.cursor).suffix(replaced))
        if choices.candidates.count == 1 {
            let isOpen = first.text.hasSuffix("/") || first.text.hasSuffix(":") || first.text.hasSuffix("(")
            return replace(typed, with: first.text + (isOpen || line.cursor != line.text.utf8.count ? "" : " "))
        }
        let prefix = choices.commonPrefix
        if prefix.utf8.count > typed.utf8.count { return replace(typed, with: prefix) }
        showBelow(CompletionList(candidates: choices.candidates, widthInCells: terminal.widthInCells).lines)
        return UInt8(CC_NORM)
    }

    // MARK: - Moving

    func moveForward() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        guard let next = line.afterCursor.first else { return insert(hint(for: line)) }
        return move(by: next.unicodeScalars.count)
    }

    func moveBackward() -> UInt8 {
        guard let before = line?.beforeCursor.last else { return UInt8(CC_ERROR) }
        return move(by: -before.unicodeScalars.count)
    }

    func moveToLineStart() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        return move(by: -Self.lastLine(line.beforeCursor).unicodeScalars.count)
    }

    func moveToLineEnd() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        if line.afterCursor.isEmpty { return insert(hint(for: line)) }
        return move(by: line.afterCursor.prefix { !$0.isNewline }.unicodeScalars.count)
    }

    func moveUp() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        let current = Self.lastLine(line.beforeCursor)
        guard current.startIndex > line.beforeCursor.startIndex else {
            return history.earlier(than: line.text).map(setLine) ?? UInt8(CC_ERROR)
        }
        let above = Self.lastLine(line.beforeCursor[..<current.startIndex].dropLast())
        let kept = above.prefix(current.count)
        return move(by: kept.unicodeScalars.count - above.unicodeScalars.count - 1 - current.unicodeScalars.count)
    }

    func moveDown() -> UInt8 {
        guard let line else { return UInt8(CC_ERROR) }
        let rest = line.afterCursor.prefix { !$0.isNewline }
        guard rest.endIndex < line.afterCursor.endIndex else {
            return history.later(than: line.text).map(setLine) ?? UInt8(CC_ERROR)
        }
        let below = line.afterCursor[rest.endIndex...].dropFirst().prefix { !$0.isNewline }
        let column = Self.lastLine(line.beforeCursor).count
        return move(by: rest.unicodeScalars.count + 1 + below.prefix(column).unicodeScalars.count)
    }

    /// Erases the character before the cursor with all that combines with it.
    func erase() -> UInt8 {
        guard let before = line?.beforeCursor.last else { return UInt8(CC_ERROR) }
        return replace(String(before), with: "")
    }

    private func move(by scalarCount: Int) -> UInt8 {
        el_cursor(editor, Int32(clamping: scalarCount))
        return UInt8(CC_NORM)
    }

    private static func lastLine(_ text: Substring) -> Substring {
        text[(text.lastIndex(where: \.isNewline).map(text.index(after:)) ?? text.startIndex)...]
    }
}
