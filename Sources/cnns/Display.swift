import Imaging
import TerminalGraphics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What is known of the screen at hand. The terminal is asked only when the first figure needs it.
final class Display {
    private let options: DisplayOptions
    private let environment = ProcessInfo.processInfo.environment
    private var probe: TerminalProbe?
    private var hasAsked = false
    private lazy var surroundings = isTerminal ? TmuxSurroundings.ask(environment: environment) : nil

    /// What the terminal said, byte by byte; nil if it was not asked.
    var answers: TerminalAnswers? { probe?.answers }

    init(_ options: DisplayOptions) {
        self.options = options
    }

    /// Whether results go to a screen and not to a file or a pipe.
    var isTerminal: Bool { StandardStream.output.isTerminal }

    /// Whether escape sequences are understood by what stands behind standard error.
    var showsProgress: Bool { StandardStream.error.isTerminal && !options.quiet && hasEscapes }

    /// Whether the screen that results go to can be cleared.
    var understandsEscapes: Bool { isTerminal && hasEscapes }

    private var hasEscapes: Bool { !["", "dumb", "unknown"].contains(environment["TERM"] ?? "") }

    var widthInCells: Int { window.widthInCells > 0 ? window.widthInCells : 80 }

    /// The width that tables are fitted into: as set, as the screen has it, or as much as they need where there is no screen.
    func widthForTables(_ setting: Int?) -> Int {
        setting ?? options.columns ?? (isTerminal ? widthInCells : 10_000)
    }

    /// How figures are shown now: the window may have changed, `set graphics` and `set width` too.
    ///
    /// - Parameter graphics: The setting's word; `auto` leaves the choice to the options.
    func presenter(graphics: String = "auto") -> FigurePresenter {
        let choice = GraphicsChoice(word: graphics) ?? .automatic
        return FigurePresenter(capabilities(choice: graphics == "auto" ? options.graphics : choice))
    }

    /// What the terminal can do, and why it is thought so.
    func capabilities(choice: GraphicsChoice) -> TerminalCapabilities {
        ask(choice)
        return TerminalCapabilities(
            isTerminal: isTerminal, window: window, answers: probe?.answers, environment: environment, choice: choice,
            requestedCell: options.cell, requestedColors: options.colors, tmux: surroundings)
    }

    /// Waits for answers that are still on their way, so that nobody else reads them; returns what was typed meanwhile.
    func settle() -> [UInt8] {
        guard let probe else { return [] }
        probe.settle()
        defer { hasTakenTyping = true }
        return hasTakenTyping ? [] : probe.answers.typed
    }

    private var hasTakenTyping = false

    private func ask(_ choice: GraphicsChoice) {
        if case .none = choice { return }
        guard !hasAsked, isTerminal, let descriptor = TerminalProbe.terminalDescriptor else { return }
        hasAsked = true
        probe = TerminalProbe(descriptor: descriptor, environment: environment)
    }

    private var window: TerminalWindow {
        let actual = TerminalProbe.terminalDescriptor.flatMap { TerminalWindow(ofTerminal: $0) }
        let found = isTerminal ? actual : nil
        guard let columns = options.columns else { return found ?? TerminalWindow(heightInCells: 0, widthInCells: 0) }
        // Pixels of another width would give cells of a wrong size.
        return TerminalWindow(heightInCells: found?.heightInCells ?? 0, widthInCells: columns)
    }
}
