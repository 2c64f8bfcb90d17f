import CLibEdit

extension LineEditor {
    /// Begins a new picture of the line, in the cursor's row.
    func beginDrawing() {
        if terminal.takesMarks, earlierLines.isEmpty { terminal.write(PromptMark.promptBegins) }
        painter.begin()
        drawn = nil
        let width = terminal.widthInCells
        setLibEditPrompt(earlierLines.isEmpty ? prompt.text(widthInCells: width) : prompt.continuation(widthInCells: width))
    }

    /// Shows the line as it is now, with the hint behind it.
    func draw() {
        guard let line else { return }
        draw(content(line, hint: hint(for: line)))
    }

    func draw(_ content: EditedText) {
        guard content != drawn else { return }
        drawn = content
        terminal.write(painter.painting(content, heightInCells: terminal.heightInCells, widthInCells: terminal.widthInCells))
    }

    func content(_ line: Line, hint: String = "") -> EditedText {
        EditedText(
            prompt: prompt.text(widthInCells: terminal.widthInCells),
            continuation: prompt.continuation(widthInCells: terminal.widthInCells),
            text: line.text, cursor: line.cursor, styles: assistance.styles(line.text), hint: hint)
    }

    /// What the last statement that begins like this one has behind it; only where the cursor is at the end.
    func hint(for line: Line) -> String { line.cursor == line.text.utf8.count ? history.hint(for: line.text) : "" }

    /// Leaves the line on the screen as it was typed, and the cursor below it.
    ///
    /// - Parameter text: `nil` when reading ended without a statement.
    func finishDrawing(_ text: String?) {
        guard paintsItself else {
            if text == nil { terminal.write(isInterrupted ? "^C\r\n" : "\r\n") }
            return
        }
        let shown = text ?? drawn?.text ?? ""
        draw(content(Line(text: shown, cursor: shown.utf8.count)))
        terminal.write((isInterrupted ? "^C" : "") + painter.leaving())
    }

    /// Writes lines under the one being edited, which is then drawn anew below them.
    func showBelow(_ lines: [String]) {
        if paintsItself, let line { draw(content(line)) }
        terminal.write((paintsItself ? painter.leaving() : "\r\n") + lines.joined(separator: "\r\n") + "\r\n")
        if paintsItself { beginDrawing() } else { clibedit_refresh(editor) }
    }

    func clearScreen() -> UInt8 {
        terminal.write("\u{1B}[H\u{1B}[2J")
        beginDrawing()
        return UInt8(CC_NORM)
    }

    /// Draws the line for a window of another width.
    func followWindowSize() {
        let before = (terminal.heightInCells, terminal.widthInCells)
        terminal.measure()
        el_resize(editor)
        guard before != (terminal.heightInCells, terminal.widthInCells) else { return }
        if paintsItself {
            terminal.write(painter.erasing(widthInCells: terminal.widthInCells))
            beginDrawing()
        } else {
            terminal.write("\r\n")
            clibedit_refresh(editor)
        }
    }
}
