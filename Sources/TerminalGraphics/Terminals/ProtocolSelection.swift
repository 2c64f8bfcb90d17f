/// Chooses the protocol for a terminal, and says why.
struct ProtocolSelection {
    let isTerminal: Bool
    let answers: TerminalAnswers?
    let environment: [String: String]
    let terminal: Terminal?

    /// Nil for text twins only. Never nothing at all: without a picture protocol there are blocks, without colors text.
    func encoder(_ choice: GraphicsChoice, reasons: inout [String]) -> (any GraphicsEncoder.Type)? {
        switch choice {
        case .none:
            reasons.append("no pictures, as requested")
            return nil
        case .encoder(let encoder):
            reasons.append("\(encoder.name) pictures, as requested")
            return encoder
        case .automatic:
            if let objection {
                reasons.append("no pictures: \(objection)")
                return nil
            }
            return best(&reasons)
        }
    }

    /// Why there is to be no color.
    private var objection: String? {
        if !isTerminal { return "the output goes to no terminal" }
        if let value = environment["NO_COLOR"], !value.isEmpty { return "NO_COLOR is set" }
        if (environment["TERM"] ?? "").isEmpty { return "TERM is not set" }
        if let terminal, !terminal.hasColor { return "\(terminal.name) has no colors" }
        return nil
    }

    private func best(_ reasons: inout [String]) -> (any GraphicsEncoder.Type)? {
        for encoder in GraphicsEncoderCatalog.all {
            guard let evidence = evidence(for: encoder.name) else { continue }
            if let terminal, terminal.avoids.contains(encoder.name) {
                reasons.append("\(evidence), but through \(terminal.name) \(encoder.name) pictures do not get by themselves")
                continue
            }
            reasons.append("\(encoder.name) pictures: \(evidence)")
            return encoder
        }
        return nil
    }

    /// What speaks for a protocol; nil for nothing.
    private func evidence(for name: String) -> String? {
        switch name {
        case KittyEncoder.name where answers?.showsKittyGraphics == true: return "the terminal answers the kitty question with OK"
        case SixelEncoder.name where answers?.announcesSixel == true: return "the terminal's attributes (DA1) have 4, sixel graphics"
        case BlocksEncoder.name:
            let hasTrueColor = environment["COLORTERM"] == "truecolor" || environment["COLORTERM"] == "24bit"
            return "nothing better is known to work" + (hasTrueColor ? "" : "; COLORTERM does not promise 24-bit colors")
        default:
            // What a terminal shows by the table it might have been built or told not to; its own answers count more.
            let isAskedFor = name == KittyEncoder.name || name == SixelEncoder.name
            guard let terminal, terminal.shows.contains(name), !(isAskedFor && answers?.isComplete == true) else { return nil }
            return "\(terminal.name) shows them"
        }
    }
}
