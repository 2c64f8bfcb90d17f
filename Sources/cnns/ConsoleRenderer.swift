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
        /// Rows of the screen that the last frame takes; `nil` when no frame is there.
        var frameRowCount: Int?
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
            state.progress.erase()
            if case .frame(let figure) = output { return showFrame(figure, &state) }
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
            state.frameRowCount = nil
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

    private func showFrame(_ figure: Figure, _ state: inout State) {
        guard !isQuiet, isTerminal, let presenter = state.presenter else { return }
        guard let frame = presenter.frame(picture: figure.image, caption: figure.caption, inPlaceOf: state.frameRowCount) else { return }
        state.frameRowCount = frame.rowCount
        StandardStream.output.finishIfClosed(TerminalOutput.write(frame.parts, to: StandardStream.output.descriptor))
    }

    private func eraseFrame(_ state: inout State) {
        guard let rowCount = state.frameRowCount, let presenter = state.presenter else { return }
        state.frameRowCount = nil
        StandardStream.output.finishIfClosed(
            TerminalOutput.write([presenter.erasing(rowCount: rowCount)], to: StandardStream.output.descriptor))
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
            presenter.write(picture: figure.image, caption: figure.caption, textTwin: figure.textTwin, to: StandardStream.output.descriptor)
        )
    }
}
