import ArgumentParser
import TerminalGraphics

/// How results are shown; common to everything that runs commands.
struct DisplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How figures reach the terminal: \(GraphicsChoice.words.joined(separator: ", ")).", valueName: "protocol"))
    var graphics = GraphicsChoice.automatic

    @Option(
        help: ArgumentHelp(
            "The colors of text and blocks: \(ColorDepth.allCases.map(\.rawValue).joined(separator: ", ")); else what the terminal has.",
            valueName: "depth"))
    var colors: ColorDepth?

    @Option(help: ArgumentHelp("The width of the screen, in cells.", valueName: "n"))
    var columns: Int?

    @Option(help: ArgumentHelp("The size of a cell, in pixels.", valueName: "WxH"))
    var cell: CellSize?

    @Option(help: ArgumentHelp("Write every figure as a numbered PNG.", valueName: "folder"), completion: .directory)
    var saveFigures: String?

    @Option(help: ArgumentHelp("Threads of the engine.", valueName: "n"))
    var threads: Int?

    @Flag(help: "Show nothing but errors.")
    var quiet = false

    /// As if nothing were said.
    static var standard: DisplayOptions { (try? DisplayOptions.parse([])) ?? DisplayOptions() }

    func validate() throws {
        if let columns, !(1...10_000).contains(columns) { throw ValidationError("expected 1 to 10000 columns, found \(columns)") }
        if let threads, !(1...256).contains(threads) { throw ValidationError("expected 1 to 256 threads, found \(threads)") }
    }
}

extension GraphicsChoice: ExpressibleByArgument {
    package init?(argument: String) { self.init(word: argument) }

    package var defaultValueDescription: String { word }
}

extension ColorDepth: ExpressibleByArgument {}

extension CellSize: ExpressibleByArgument {
    package init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = Int(sides[0]), let height = Int(sides[1]) else { return nil }
        self.init(heightInPixels: height, widthInPixels: width, origin: .requested)
        guard isPlausible else { return nil }
    }
}
