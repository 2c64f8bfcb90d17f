import ArgumentParser
import Imaging
import Inference
import TerminalGraphics

/// `cnns doctor`: what this terminal can show, shown, and why it is thought so.
struct DoctorSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say and show what this terminal can show, why it is thought so, and what to set.",
        discussion: "Draws a test card by every protocol that the terminal is believed to know, or by the one that '--graphics' names.")

    @OptionGroup var options: DisplayOptions

    func run() throws {
        let display = Display(options)
        let capabilities = display.capabilities(choice: options.graphics)
        var lines = ["terminal  \(capabilities.terminalName), \(capabilities.widthInCells) columns of \(capabilities.heightInCells) rows"]
        lines.append("figures   \(capabilities.encoder.map { $0.name } ?? "text only")")
        lines += capabilities.reasons.map { "  - \($0)" }
        let library = Lettering.libraryName
        lines.append(
            Lettering.isAvailable
                ? "letters   drawn by \(library)" : "letters   none in figures, and no PDF: \(library) is not installed")
        let others = KernelChoice.supported.filter { ![.auto, .widest].contains($0) }.map(\.rawValue).joined(separator: ", ")
        lines.append("kernels   \(KernelChoice.widest.rawValue); 'set engine' also takes \(others)")
        lines += answers(display)
        print(lines)
        for encoder in cards(capabilities) { draw(encoder, display) }
        let advice = TerminalAdvice.lines(capabilities)
        print(advice.isEmpty ? ["to set    nothing"] : ["to set"] + advice.map { "  - \($0)" })
        _ = display.settle()
    }

    private func print(_ lines: [String]) {
        StandardStream.output.write(PrintableText.of(lines.joined(separator: "\n")) + "\n")
    }

    /// The bytes that came.
    private func answers(_ display: Display) -> [String] {
        guard let answers = display.answers else { return ["answers   not asked"] }
        let lines = EscapedBytes.lines(answers.received)
        return lines.isEmpty ? ["answers   none"] : ["answers"] + lines.map { "  \($0)" }
    }

    /// The protocols to draw the card by.
    private func cards(_ capabilities: TerminalCapabilities) -> [any GraphicsEncoder.Type] {
        switch options.graphics {
        case .automatic: capabilities.believedEncoders
        case .encoder(let encoder): [encoder]
        case .none: []
        }
    }

    private func draw(_ encoder: any GraphicsEncoder.Type, _ display: Display) {
        let presenter = FigurePresenter(display.capabilities(choice: .encoder(encoder)))
        let (height, width) = presenter.pixels(heightInCells: Self.cardSize.rows, widthInCells: Self.cardSize.columns)
        let card = TestCard.image(heightInPixels: height, widthInPixels: width)
        let words = encoder.isText ? "the same in characters" : TestCard.description
        let parts = presenter.parts(picture: card, caption: "\(encoder.name): \(words)", textTwin: [])
        StandardStream.output.finishIfClosed(presenter.write(parts, to: StandardStream.output.descriptor))
    }

    /// The cells that a card takes.
    private static let cardSize = (rows: 4, columns: 48)
}
