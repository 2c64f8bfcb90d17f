import Imaging
import Language
import LineEditing
import Synchronization
import TerminalGraphics
import Workbench

/// Turns what a session yields into what standard output, standard error and the figures' folder get.
///
/// Results go to standard output, diagnostics and progress to standard error. May be called from any thread.
final class ConsoleRenderer: Sendable {
    /// What changes while a session runs.
    private struct State {
        var presenter: FigurePresenter?
        var widthInCells = 80
        var archive: FigureArchive?
        var progress: ProgressLine
        var hasFailed = false
        /// The frame that is the last thing on the screen, if one is.
        var frame: FigurePresenter.Frame?
        /// Keeps frames at the terminal's rate; `nil` while none are shown.
        var pacer: FramePacer?
        /// What was typed while frames were shown.
        var typed: [UInt8] = []
    }

    private let state: Mutex<State>
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let diagnosticStyle: Diagnostic.Style
    private let labelsResults: Bool

    /// - Parameter isInteractive: Results carry their `Out[n]`, diagnostics name no file.
    init(_ options: DisplayOptions, display: Display, isInteractive: Bool) {
        let progress = ProgressLine(isShown: display.showsProgress, widthInCells: display.widthInCells)
        state = Mutex(State(archive: options.saveFigures.map { FigureArchive(folder: $0) }, progress: progress))
        isQuiet = options.quiet
        isTerminal = display.isTerminal
        diagnosticStyle = isInteractive ? .arrow : .prefix
        labelsResults = isInteractive
    }

    /// Whether a figure could not be saved.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// How figures are shown; nil before the first.
    var presenter: FigurePresenter? {
        get { state.withLock { $0.presenter } }
        set { state.withLock { $0.presenter = newValue } }
    }

    /// The room for tables.
    var widthInCells: Int {
        get { state.withLock { $0.widthInCells } }
        set { state.withLock { $0.widthInCells = newValue } }
    }

    /// Shows one result.
    func render(_ output: Output) {
        state.withLock { state in
            if case .progress(let progress) = output { return state.progress.show(progress) }
            if case .frame(let figure) = output { return showFrame(figure, &state) }
            state.progress.erase()
            eraseFrame(&state)
            switch output {
            case .text(let text): write(isTerminal ? wrapped(text, state.widthInCells) : text)
            case .table(let table): write(table.rendered(width: state.widthInCells).joined(separator: "\n"))
            case .result(let cell, let value): write(labeled(value.description, cell: cell))
            case .figure(let figure): show(figure, &state)
            case .diagnostic(let diagnostic): StandardStream.error.write(diagnostic.rendered(diagnosticStyle) + "\n")
            case .progress, .frame: break
            }
        }
    }

    /// Shows a figure that another one will take the place of, without keeping it in a folder, and a line below it.
    func renderFrame(_ figure: Figure, hint: String) {
        state.withLock { state in
            state.progress.erase()
            var frame = figure
            // What would take more lines than there are would push the picture off the screen.
            frame.caption = DisplayWidth.cut(figure.caption, toCells: max(1, state.widthInCells - 1))
            present(frame, state)
            write(wrapped(hint, state.widthInCells))
        }
    }

    /// Leaves nothing half drawn on the screen.
    func finish() {
        state.withLock { state in
            state.progress.erase()
            state.frame = nil
            endPacing(&state)
        }
    }

    /// What was typed while frames were shown, once.
    func takeTyped() -> [UInt8] {
        state.withLock { state in
            defer { state.typed = [] }
            return state.typed
        }
    }

    private func write(_ text: String) {
        if !isQuiet { StandardStream.output.write(PrintableText.of(text) + "\n") }
    }

    private func wrapped(_ text: String, _ widthInCells: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { LineWrapping.wrapped(String($0), widthInCells: widthInCells) }.joined(separator: "\n")
    }

    private func labeled(_ text: String, cell: Int) -> String {
        guard labelsResults else { return text }
        let label = Prompt(number: cell).resultLabel
        return label
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: label.count))
    }

    /// Shows a frame in the place of the one before, unless the terminal is still busy with that.
    private func showFrame(_ figure: Figure, _ state: inout State) {
        guard !isQuiet, isTerminal, let presenter = state.presenter, presenter.capabilities.encoder != nil else { return }
        if state.pacer == nil { state.pacer = FramePacer(terminal: StandardStream.output.descriptor) }
        guard state.pacer?.isDue ?? true else { return }
        state.pacer?.beginFrame()
        state.progress.erase()
        let shown = presenter.frame(
            picture: figure.image, caption: figure.caption, inPlaceOf: state.frame, isDrawing: figure.drawing.isLineDrawing)
        guard let shown else { return }
        state.frame = shown.frame
        StandardStream.output.finishIfClosed(presenter.write(shown.parts, to: StandardStream.output.descriptor))
        state.pacer?.endFrame()
    }

    private func eraseFrame(_ state: inout State) {
        endPacing(&state)
        guard let frame = state.frame, let presenter = state.presenter else { return }
        state.frame = nil
        StandardStream.output.finishIfClosed(presenter.write([presenter.erasing(frame)], to: StandardStream.output.descriptor))
    }

    private func endPacing(_ state: inout State) {
        guard let pacer = state.pacer else { return }
        state.pacer = nil
        state.typed += pacer.end()
    }

    private func show(_ figure: Figure, _ state: inout State) {
        do {
            try state.archive?.add(figure)
        } catch {
            state.hasFailed = true
            StandardStream.error.write(Diagnostic("\(error)").rendered(diagnosticStyle) + "\n")
        }
        if !isQuiet { present(figure, state) }
    }

    private func present(_ figure: Figure, _ state: State) {
        guard let presenter = state.presenter, presenter.capabilities.encoder != nil else {
            return write(([figure.caption] + figure.textTwin).joined(separator: "\n"))
        }
        StandardStream.output.finishIfClosed(
            presenter.write(
                picture: figure.image, caption: figure.caption, textTwin: figure.textTwin, isDrawing: figure.drawing.isLineDrawing,
                to: StandardStream.output.descriptor)
        )
    }
}
