import ArgumentParser
import TerminalGraphics

/// `cnns doctor`: what this terminal can show, and why it is thought so.
struct DoctorSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "doctor", abstract: "Say what this terminal can show, and why.")

    @OptionGroup var options: DisplayOptions

    func run() throws {
        let display = Display(options)
        let capabilities = display.capabilities(choice: options.graphics)
        var lines = ["terminal  \(capabilities.terminalName), \(capabilities.widthInCells) columns of \(capabilities.heightInCells) rows"]
        lines.append("figures   \(capabilities.encoder.map { $0.name } ?? "text only")")
        lines += capabilities.reasons.map { "  - \($0)" }
        StandardStream.output.write(PrintableText.of(lines.joined(separator: "\n")) + "\n")
        _ = display.settle()
    }
}
