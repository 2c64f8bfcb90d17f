import CLibEdit

extension LineEditor {
    /// Ctrl-R: finds earlier statements while a part of them is typed.
    ///
    /// Ctrl-R again goes to an earlier one, Ctrl-S to a later one; Enter runs what is shown, Escape or any moving key goes on editing it,
    /// Ctrl-G gives back what was there before.
    func searchHistory() -> UInt8 {
        var search = HistorySearch(history)
        searching: while true {
            if !input.isReady { draw(search) }
            switch input.next() {
            case .byte(0x12): search.findEarlier()
            case .byte(0x13): search.findLater()
            case .byte(0x08), .byte(0x7F): search.erase()
            case .byte(0x07): return UInt8(CC_NORM)
            case .byte(0x1B):
                leaveEscape()
                break searching
            case .byte(let byte) where byte < 0x20:
                input.putBack()
                if byte == 0x03 { return UInt8(CC_NORM) }
                break searching
            case .byte(let byte): search.type(input.character(after: byte))
            case .signal(let number): handle(number)
            case .timeout: continue
            case .end: return UInt8(CC_EOF)
            }
        }
        return search.entry.map(setLine) ?? UInt8(CC_NORM)
    }

    /// Escape alone is done with; the keys that begin with it are for the line.
    private func leaveEscape() {
        guard case .byte = input.next(timeoutInMilliseconds: 50) else { return }
        input.putBack()
        input.prepend([0x1B])
    }

    private func draw(_ search: HistorySearch) {
        let text = search.entry ?? line?.text ?? ""
        let match = search.match
        draw(
            EditedText(
                prompt: search.prompt, continuation: prompt.continuation(widthInCells: terminal.widthInCells), text: text,
                cursor: match?.lowerBound ?? text.utf8.count, styles: match.map { [StyledRange($0, .match)] } ?? []))
    }
}
