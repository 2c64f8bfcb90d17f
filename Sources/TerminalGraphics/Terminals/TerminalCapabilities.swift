import Imaging

/// What the terminal at hand shows and how large, and why it is thought so.
package struct TerminalCapabilities: Sendable {
    /// What draws pictures; nil where there are none, only text twins.
    package let encoder: (any GraphicsEncoder.Type)?
    /// The terminal's name as far as it is known.
    package let terminalName: String
    package let heightInCells: Int
    package let widthInCells: Int
    package let cell: CellSize
    /// The color behind the text; nil if the terminal did not say.
    package let background: RGB?
    /// Colors a sixel picture may have, `2...256`.
    package let colorRegisterCount: Int
    /// The largest sixel picture that is shown; nil if any is.
    package let sixelLimit: (heightInPixels: Int, widthInPixels: Int)?
    /// Whether pictures must be wrapped for tmux to hand them on.
    package let isInsideTmux: Bool
    /// The colors that text may have.
    package let colorDepth: ColorDepth
    /// How kitty pictures get to the terminal.
    package let kittyMedium: KittyDelivery.Medium
    /// Whether kitty pictures are shown by placeholder characters, which tmux moves about as it does text.
    package let usesPlaceholders: Bool
    /// Whether iTerm2 pictures may come in parts.
    package let takesMultipart: Bool
    /// All that the terminal is believed to show, the best first; empty without colors.
    package let believedEncoders: [any GraphicsEncoder.Type]
    /// What tmux says of itself, inside of one.
    package let tmux: TmuxSurroundings?
    /// How each of these was found: whole sentences, for people.
    package let reasons: [String]

    /// Everything that can be known is passed in, so that any terminal can be imagined.
    ///
    /// - Parameters:
    ///   - isTerminal: whether what is written goes to a terminal.
    ///   - window: its size, nil if unknown: 24 rows of 80 columns.
    ///   - answers: what it answered, nil if it was not asked.
    ///   - environment: of the process; `NO_COLOR`, `TERM` and whatever `TerminalTable` names are looked at.
    ///   - choice: the protocol asked for.
    ///   - requestedCell: a cell size that goes before any found.
    ///   - requestedColors: colors of text that go before any found.
    ///   - tmux: what tmux says, nil outside of it.
    package init(
        isTerminal: Bool, window: TerminalWindow?, answers: TerminalAnswers?, environment: [String: String],
        choice: GraphicsChoice = .automatic, requestedCell: CellSize? = nil, requestedColors: ColorDepth? = nil,
        tmux: TmuxSurroundings? = nil
    ) {
        let terminal = TerminalTable.terminal(environment: environment, version: answers?.name)
        var reasons: [String] = []
        terminalName = answers?.name ?? terminal?.name ?? environment["TERM"] ?? "unknown"
        heightInCells = [window?.heightInCells, answers?.textArea?.heightInCells, 24].lazy.compactMap { $0 }.first { $0 > 0 } ?? 24
        widthInCells = [window?.widthInCells, answers?.textArea?.widthInCells, 80].lazy.compactMap { $0 }.first { $0 > 0 } ?? 80
        isInsideTmux = terminal?.name == "tmux"
        background = answers?.background
        if isTerminal { reasons.append(Self.identityReason(terminal, answers, terminalName)) }
        let selection = ProtocolSelection(
            isTerminal: isTerminal, answers: answers, environment: environment, terminal: terminal, tmux: tmux)
        encoder = selection.encoder(choice, reasons: &reasons)
        believedEncoders = selection.believed
        self.tmux = tmux
        colorDepth = ColorDepth.found(
            requested: requestedColors, isAskedForPictures: choice.encoder != nil, isTerminal: isTerminal, terminal: terminal,
            environment: environment, reasons: &reasons)
        cell = CellSize.found(requested: requestedCell, answers: answers, window: window, reasons: &reasons)
        let shown = tmux.flatMap(TerminalTable.terminal(outside:)) ?? terminal
        let version = TerminalVersion(in: tmux?.outerName ?? answers?.name ?? environment["TERM_PROGRAM_VERSION"].map { "- \($0)" } ?? "")
        func has(_ since: TerminalVersion?) -> Bool { since.map { since in version.map { $0 >= since } ?? false } ?? false }
        usesPlaceholders = isInsideTmux && has(shown?.placeholdersSince)
        takesMultipart = has(shown?.multipartSince)
        kittyMedium = answers?.readsSharedMemory == true ? .sharedMemory : .direct
        if encoder == KittyEncoder.self {
            reasons.append(
                kittyMedium == .sharedMemory ? "the terminal reads pictures from shared memory" : "pictures are sent compressed")
        }
        if isInsideTmux, encoder == KittyEncoder.self, usesPlaceholders {
            reasons.append("placeholders hold the pictures' places, so that tmux moves them with its text")
        }
        colorRegisterCount = min(max(answers?.sixelRegisterCount ?? 256, 2), 256)
        let tabulatedLimit = terminal?.sixelLimit.map { (heightInPixels: $0, widthInPixels: $0) }
        sixelLimit = answers?.sixelLimit ?? tabulatedLimit
        if encoder == SixelEncoder.self {
            reasons.append("sixel pictures have up to \(colorRegisterCount) colors")
            if let limit = sixelLimit {
                reasons.append("a sixel picture may have \(limit.widthInPixels) by \(limit.heightInPixels) pixels")
            }
        }
        if let note = terminal?.note, tmux == nil { reasons.append(note) }
        self.reasons = reasons
    }

    private static func identityReason(_ terminal: Terminal?, _ answers: TerminalAnswers?, _ name: String) -> String {
        guard let answers else { return "the terminal is \(name) by the environment and was not asked" }
        guard answers.isComplete else { return "the terminal is \(name) by the environment; it did not answer in time" }
        return answers.name == nil
            ? "the terminal answers, but not with a name; it is \(name) by the environment" : "the terminal says that it is \(name)"
    }
}

extension CellSize {
    /// The surest size there is.
    static func found(requested: CellSize?, answers: TerminalAnswers?, window: TerminalWindow?, reasons: inout [String]) -> CellSize {
        func size(_ pixels: (heightInPixels: Int, widthInPixels: Int), _ origin: Origin) -> CellSize? {
            guard let window, window.heightInCells > 0, window.widthInCells > 0 else { return nil }
            return CellSize(
                heightInPixels: pixels.heightInPixels / window.heightInCells, widthInPixels: pixels.widthInPixels / window.widthInCells,
                origin: origin)
        }
        let candidates = [
            requested,
            answers?.cell.map { CellSize(heightInPixels: $0.heightInPixels, widthInPixels: $0.widthInPixels, origin: .cellReport) },
            answers?.window.flatMap { size($0, .windowReport) },
            window.flatMap { size(($0.heightInPixels, $0.widthInPixels), .kernel) },
        ]
        let found = candidates.lazy.compactMap { $0 }.first { $0.isPlausible } ?? .assumed
        let source =
            switch found.origin {
            case .requested: "as requested"
            case .cellReport: "as the terminal reports"
            case .windowReport: "by the terminal's report of its window"
            case .kernel: "by the window's size in pixels that the kernel has"
            case .assumed: "assumed, since nothing tells; '--cell WxH' sets it"
            }
        reasons.append("a cell is \(found.widthInPixels) by \(found.heightInPixels) pixels, \(source)")
        return found
    }
}
