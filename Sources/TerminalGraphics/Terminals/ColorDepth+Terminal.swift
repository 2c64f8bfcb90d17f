extension ColorDepth {
    /// The colors of a terminal's text, by the first that tells.
    ///
    /// - Parameters:
    ///   - requested: What was asked for, which goes before anything found.
    ///   - isAskedForPictures: Whether a protocol was named, which goes before `NO_COLOR`.
    static func found(
        requested: ColorDepth?, isAskedForPictures: Bool, isTerminal: Bool, terminal: Terminal?, environment: [String: String],
        reasons: inout [String]
    ) -> ColorDepth {
        func tell(_ depth: ColorDepth, _ reason: String) -> ColorDepth {
            let words: [ColorDepth: String] = [.direct: "24 bits", .palette256: "256 colors", .palette16: "16 colors", .none: "no colors"]
            reasons.append("text has \(words[depth] ?? ""): \(reason)")
            return depth
        }
        let term = environment["TERM"] ?? ""
        if let requested { return tell(requested, "as requested") }
        if !isAskedForPictures, environment["NO_COLOR"]?.isEmpty == false { return tell(.none, "NO_COLOR is set") }
        guard isTerminal else { return tell(.direct, "the output goes to no terminal that could have fewer") }
        if let terminal, let colors = terminal.colors, colors < .direct { return tell(colors, "it is \(terminal.name)") }
        if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") { return tell(.direct, "COLORTERM promises them") }
        if let terminal, let colors = terminal.colors { return tell(colors, "\(terminal.name) shows them") }
        if term.contains("direct") { return tell(.direct, "TERM is '\(term)'") }
        if term.contains("256color") { return tell(.palette256, "TERM is '\(term)', and COLORTERM does not promise more") }
        return tell(.palette16, term.isEmpty ? "TERM is not set" : "TERM is '\(term)'")
    }
}

extension ColorDepth: Comparable {
    package static func < (a: ColorDepth, b: ColorDepth) -> Bool {
        let order: [ColorDepth] = [.none, .palette16, .palette256, .direct]
        return (order.firstIndex(of: a) ?? 0) < (order.firstIndex(of: b) ?? 0)
    }
}
