import Glibc
import Imaging
import Synchronization
import TerminalGraphics
import Workbench

/// What the first look at one layer took.
struct LayerLook: Codable {
    let layer: String
    /// From the command to the last byte.
    let milliseconds: Double
    /// From the finished figure to the last byte.
    let encodingMilliseconds: Double
    let byteCount: Int
    /// What chafa's library takes to encode the finished picture; `nil` where it is not there.
    var chafaMilliseconds: Double?
}

/// A session of the program at an imagined terminal, with a network that has predicted something.
final class LookingSession {
    private let session: Session
    private let screen: Screen
    private let photo: String
    private let way: EncodingWay

    /// A terminal of 100 columns of 50 rows of 10 by 20 pixels; what is shown there is encoded, and taken from memory at once.
    private final class Screen: Sendable {
        struct Shown {
            var figure: Figure?
            var end: ContinuousClock.Instant?
            var encodingTime = Duration.zero
            var parts: [[UInt8]] = []
            var failure: String?
            var table: Table?
        }

        let presenter: FigurePresenter
        let shown = Mutex(Shown())

        init(_ way: EncodingWay) {
            let encoder: any GraphicsEncoder.Type = way == .sixel ? SixelEncoder.self : KittyEncoder.self
            var answers = TerminalAnswers()
            if way == .kittyInSharedMemory { answers.feed("\u{1B}_Gi=\(TerminalQuery.sharedImageID);OK\u{1B}\\".utf8) }
            let capabilities = TerminalCapabilities(
                isTerminal: true, window: TerminalWindow(heightInCells: 50, widthInCells: 100), answers: answers, environment: [:],
                choice: .encoder(encoder), requestedCell: CellSize(heightInPixels: 20, widthInPixels: 10, origin: .requested))
            presenter = FigurePresenter(capabilities)
        }

        func show(_ output: Output) {
            switch output {
            case .figure(let figure):
                let start = ContinuousClock.now
                let parts = presenter.parts(
                    picture: figure.image, caption: figure.caption, textTwin: figure.textTwin, isDrawing: figure.drawing.isLineDrawing)
                let end = ContinuousClock.now
                shown.withLock { ($0.figure, $0.encodingTime, $0.parts, $0.end) = (figure, end - start, parts, end) }
            case .diagnostic(let diagnostic): shown.withLock { $0.failure = diagnostic.message }
            case .table(let table): shown.withLock { $0.table = table }
            default: break
            }
        }
    }

    /// Loads both and predicts.
    ///
    /// - Throws: ``PeerError`` where the session does not do it.
    init(model: String, photo: String, way: EncodingWay, threadCount: Int) throws {
        let screen = Screen(way)
        self.screen = screen
        self.photo = photo
        self.way = way
        session = Session(canvas: { _ in screen.presenter.canvas }, output: { screen.show($0) })
        session.settings.set("threads", to: String(threadCount))
        try execute("load model '\(model)'; load image '\(photo)'; predict")
    }

    private func execute(_ line: String) throws {
        guard !session.execute(line) else { return }
        throw PeerError.answer("cnns", expected: "'\(line)' to go well", found: screen.shown.withLock { $0.failure })
    }

    /// Names of so many layers that have maps, evenly from the first to the last.
    func layers(_ count: Int) throws -> [String] {
        try execute("layers")
        let rows = screen.shown.withLock { $0.table?.rows } ?? []
        let names = rows.filter { row in
            let sides = row[3].split { !$0.isNumber }.suffix(2).compactMap { Int($0) }
            return row[3].split { !$0.isNumber }.count >= 3 && sides.allSatisfy { $0 > 1 }
        }.map { $0[1] }
        guard names.count > count, count > 1 else { return Array(names.prefix(count)) }
        return (0..<count).map { names[$0 * (names.count - 1) / (count - 1)] }
    }

    /// Shows the maps of each layer, one after the other.
    ///
    /// - Parameters:
    ///   - isApart: whether the picture is loaded and predicted anew before each, so that nothing of other looks is of use.
    ///   - isHurried: whether there is no pause before each, as there is at the prompt.
    func look(at layers: [String], isApart: Bool, isHurried: Bool) throws -> [LayerLook] {
        try layers.map { layer in
            if isApart { try execute("load image '\(photo)'; predict") }
            screen.shown.withLock { $0 = Screen.Shown() }
            if !isHurried { session.usePause() }
            let start = ContinuousClock.now
            try execute("show maps of '\(layer)'")
            let shown = screen.shown.withLock { $0 }
            let bytes = Array(shown.parts.joined())
            if screen.presenter.capabilities.kittyMedium == .sharedMemory { EncodingWay.remove(sharedIn: bytes) }
            guard let end = shown.end else { throw PeerError.noFigure("show maps of \(layer)") }
            return LayerLook(
                layer: layer, milliseconds: (end - start) / .milliseconds(1), encodingMilliseconds: shown.encodingTime / .milliseconds(1),
                byteCount: bytes.count)
        }
    }

    /// What chafa's library takes to encode the maps of a layer; `nil` where it is not there.
    func chafaMilliseconds(for layer: String) throws -> Double? {
        let encoder = EncoderLibraries.encoder("chafa", way: way == .sixel ? .sixelWithoutDithering : way, cell: (height: 20, width: 10))
        guard let encoder else { return nil }
        try execute("show maps of '\(layer)'")
        guard let figure = screen.shown.withLock({ $0.figure }) else { throw PeerError.noFigure("show maps of \(layer)") }
        if way == .kittyInSharedMemory { EncodingWay.remove(sharedIn: Array(screen.shown.withLock { $0.parts }.joined())) }
        let start = ContinuousClock.now
        guard encoder(figure.image) > 0 else { return nil }
        return (ContinuousClock.now - start) / .milliseconds(1)
    }
}
