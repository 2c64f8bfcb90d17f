import TerminalGraphics

/// What holds of the reader of terminals' answers whatever bytes it gets.
enum AnswerProperties {
    /// Which property the bytes violate; `nil` where all hold. The first byte says where the rest is cut.
    static func violation(by bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let rest = bytes.dropFirst()
        var whole = TerminalAnswers()
        whole.feed(rest)
        var pieces = TerminalAnswers()
        let cut = rest.startIndex + min(Int(first), rest.count)
        pieces.feed(rest[..<cut])
        pieces.feed(rest[cut...])
        guard "\(summary(whole))" == "\(summary(pieces))" else { return "a cut at \(first) changes what is understood" }
        guard whole.typed.count <= min(rest.count, TerminalAnswers.longestTyping) else { return "more typing than there was" }
        if let name = whole.name, name.utf8.count > 64 || name.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) {
            return "a name that cannot be printed"
        }
        for size in [whole.cell, whole.window] {
            if let size, !(1...65535).contains(size.heightInPixels) || !(1...65535).contains(size.widthInPixels) {
                return "the size \(size)"
            }
        }
        if let area = whole.textArea, !(1...65535).contains(area.heightInCells) || !(1...65535).contains(area.widthInCells) {
            return "the area \(area)"
        }
        guard whole.received == Array(rest.prefix(TerminalAnswers.longestRecord)) else { return "a record of something else" }
        return nil
    }

    private static func summary(_ answers: TerminalAnswers) -> [String] {
        [
            "\(answers.attributes ?? [])", answers.name ?? "", "\(answers.showsKittyGraphics)", "\(String(describing: answers.cell))",
            "\(String(describing: answers.window))", "\(String(describing: answers.sixelRegisterCount))",
            "\(String(describing: answers.textArea))", "\(answers.readsSharedMemory)", "\(String(describing: answers.sixelLimit))",
            "\(String(describing: answers.background))", "\(answers.typed)",
        ]
    }
}
