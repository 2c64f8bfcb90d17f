import Imaging
import Inference
import Language
import Tensors

/// One conversation with the laboratory: what is named, loaded and set, and what was typed.
///
/// It belongs to one thread at a time; only ``interruption`` may be used from others. Nothing typed can break it: after an error it
/// is as it was before the statement.
package final class Session {
    package var settings = Settings() { didSet { settingsChanged(settings) } }
    /// Tells the front end what `set` and `reset` did.
    package var settingsChanged: (Settings) -> Void = { _ in }
    private let canvasForSettings: (Settings) -> FigureCanvas
    /// Models, images and layers.
    package let lab = Lab()
    /// Stops the running statement from any thread.
    package let interruption = Interruption()
    package let output: @Sendable (Output) -> Void
    /// Keys for what goes step by step; `nil` where there are none, as in scripts.
    package var stepper: (any Stepper)?

    /// The named values, the ones of running definitions innermost last.
    var scopes: [[String: Value]] = [[:]]
    var definitions: [String: Definition] = [:]
    /// Whether the front end can show figures that take each other's place.
    package var showsFrames = true
    /// The last figure of what `watch` runs; `nil` while it runs nothing.
    var watched: Figure??
    /// Evaluations inside one another right now.
    var depth = 0
    /// Files that `run` is running, outermost first.
    var runningFiles: [String] = []
    /// What the running scripts were given, outermost first.
    var runArguments: [[Value]] = []
    var random = RandomNumbers(seed: 0)

    /// What was typed, oldest first.
    package internal(set) var history: [HistoryEntry] = []
    /// The number of the last cell that ran; 0 before the first.
    package internal(set) var cellNumber = 0
    /// The results of cells by their number, as `_3` finds them.
    package internal(set) var results: [Int: Value] = [:]
    /// The last result, as `_` finds it.
    package internal(set) var lastResult: Value = .none
    /// The statement that runs, or the last one that ran: where what is shown comes from.
    package internal(set) var place: (source: SourceText, range: SourceRange)?
    /// What the cells showed.
    package internal(set) var record = SessionRecord()
    /// Takes what an `expect` came to; where there is none, one that fails stops the script.
    package var judge: ((Judgment) -> Void)?
    /// Waits for the reader at a `pause`, and says whether to go on; `nil` where nobody waits, as in scripts.
    package var waitForReader: (() -> Bool)?
    /// Whether `quit` was said.
    package var isFinished = false
    /// Whether a source goes on after a statement that failed.
    package var keepsGoing = false
    /// Lines that were typed so far, for the numbers in diagnostics.
    private var typedLineCount = 0

    /// What was typed in one cell.
    package struct HistoryEntry: Sendable, Equatable {
        package let cell: Int
        package let source: String
        /// Whether every statement of it went well.
        package var hasSucceeded = true
        /// The statements that went well: all of ``source``, unless one failed.
        package var replayableSource: String

        package init(cell: Int, source: String, hasSucceeded: Bool = true) {
            (self.cell, self.source, self.hasSucceeded) = (cell, source, hasSucceeded)
            replayableSource = source
        }
    }

    /// A function that was defined by `def`.
    struct Definition {
        let parameters: [Name]
        let body: [Statement]
        let source: SourceText
    }

    /// - Parameter canvas: Asked for the room a figure has, each time one is to be drawn: windows change, and so do settings.
    package init(canvas: @escaping (Settings) -> FigureCanvas, output: @escaping @Sendable (Output) -> Void) {
        canvasForSettings = canvas
        self.output = output
    }

    package convenience init(canvas: FigureCanvas, output: @escaping @Sendable (Output) -> Void) {
        self.init(canvas: { _ in canvas }, output: output)
    }

    /// How much room a figure has now.
    package var canvas: FigureCanvas {
        var canvas = canvasForSettings(settings)
        if let background = settings.background { canvas.background = background }
        return canvas
    }

    /// Shows something, and remembers it as what the current cell showed; while a command is watched, its figures go by as frames.
    package func emit(_ output: Output) {
        if case .figure(let figure) = output, watched != nil {
            watched = .some(figure)
            return self.output(.frame(figure))
        }
        self.output(output)
        // Afterwards, since it may be time to pack an earlier figure.
        record.add(output, cell: cellNumber)
    }

    /// The switch of the running statement, to pass on to the engine.
    package var control: RunControl { interruption.control }

    /// Stops the running statement; safe to call from any thread by way of ``interruption``.
    package func cancel() { interruption.cancel() }

    /// The named values that statements outside of definitions see.
    package var variables: [String: Value] {
        get { scopes[0] }
        set { scopes[0] = newValue }
    }

    /// Forgets what is named, computed and loaded; settings go back to their defaults.
    package func reset() {
        scopes = [[:]]
        definitions = [:]
        settings = Settings()
        results = [:]
        lastResult = .none
        random = RandomNumbers(seed: 0)
        lab.reset()
    }
}

// MARK: - Running a source

extension Session {
    /// The name under which the prompt's lines appear in diagnostics.
    package static let promptName = "session"

    /// Runs what was typed, or a script's text.
    ///
    /// Code cells count up ``cellNumber``, Markdown cells come out as text. A source that cannot be read whole runs not at all.
    ///
    /// - Returns: Whether all went well.
    @discardableResult
    package func execute(_ text: String, name: String = Session.promptName) -> Bool {
        let first = name == Self.promptName ? typedLineCount + 1 : 1
        if name == Self.promptName { typedLineCount += text.split(separator: "\n", omittingEmptySubsequences: false).count }
        return execute(SourceText(text, name: name, firstLineNumber: first))
    }

    /// Runs a script's bytes; what is not UTF-8 is refused with its offset.
    @discardableResult
    package func execute(bytes: [UInt8], name: String) -> Bool {
        do {
            return execute(try SourceText(bytes: bytes, name: name))
        } catch {
            emit(.diagnostic(error))
            return false
        }
    }

    private func execute(_ source: SourceText) -> Bool {
        guard let script = script(source) else { return false }
        var succeeded = true
        for cell in script.cells {
            if !run(cell, of: script) { succeeded = false }
            if isFinished || control.isCancelled || !succeeded && !keepsGoing { break }
        }
        return succeeded
    }

    /// Keeps a result for `_` and `_N`.
    func keep(_ value: Value) {
        if case .none = value { return }
        lastResult = value
        results[cellNumber] = value
        var budget = Self.resultElementLimit
        for cell in results.keys.sorted(by: >) {
            budget -= results[cell]?.elementCount ?? 0
            if budget < 0, cell != cellNumber { results[cell] = nil }
        }
    }

    /// Elements that the results of all cells hold at most; the oldest are forgotten first.
    private static let resultElementLimit = 1 << 27
}
