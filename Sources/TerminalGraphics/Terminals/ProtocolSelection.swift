/// Chooses the protocol for a terminal, and says why.
struct ProtocolSelection {
    let isTerminal: Bool
    let answers: TerminalAnswers?
    let environment: [String: String]
    let terminal: Terminal?
    /// What tmux says, if this runs in one.
    let tmux: TmuxSurroundings?

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
        if let terminal, terminal.colors == ColorDepth.none { return "\(terminal.name) has no colors" }
        return nil
    }

    private func best(_ reasons: inout [String]) -> (any GraphicsEncoder.Type)? {
        if let encoder = throughTmux(&reasons) { return encoder }
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

    /// Every protocol that something speaks for, and all kinds of text.
    var believed: [any GraphicsEncoder.Type] {
        guard objection == nil else { return [] }
        var ignored: [String] = []
        let outside = throughTmux(&ignored)
        return GraphicsEncoderCatalog.all.filter { encoder in
            if encoder.isText || encoder == outside { return true }
            return evidence(for: encoder.name) != nil && terminal?.avoids.contains(encoder.name) != true
        }
    }

    /// What the terminal around tmux is known to show, if tmux hands it on.
    private func throughTmux(_ reasons: inout [String]) -> (any GraphicsEncoder.Type)? {
        guard let tmux else { return nil }
        let outside = TerminalTable.terminal(outside: tmux)
        let name = outside?.name ?? (tmux.outerName.isEmpty ? tmux.outerTerm : tmux.outerName)
        guard tmux.passesThrough else {
            reasons.append("tmux runs in \(name) and hands no pictures on: 'tmux set -g allow-passthrough on' lets it")
            return nil
        }
        guard let outside, let encoder = outside.shows.lazy.compactMap(GraphicsEncoderCatalog.encoder(named:)).first else {
            reasons.append("tmux hands pictures on to \(name), of which is not known what it shows: '--graphics NAME' says it")
            return nil
        }
        reasons.append("\(encoder.name) pictures: tmux hands them on to \(name)")
        return encoder
    }

    /// What speaks for a protocol; nil for nothing.
    private func evidence(for name: String) -> String? {
        switch name {
        case KittyEncoder.name where answers?.showsKittyGraphics == true: return "the terminal answers the kitty question with OK"
        case SixelEncoder.name where answers?.announcesSixel == true: return "the terminal's attributes (DA1) have 4, sixel graphics"
        case BlocksEncoder.name:
            return "nothing better is known to work"
        default:
            // What a terminal shows by the table it might have been built or told not to; its own answers count more.
            let isAskedFor = name == KittyEncoder.name || name == SixelEncoder.name
            guard let terminal, terminal.shows.contains(name), !(isAskedFor && answers?.isComplete == true) else { return nil }
            return "\(terminal.name) shows them"
        }
    }
}
