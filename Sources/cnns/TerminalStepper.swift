import Imaging
import LineEditing
import Synchronization
import TerminalGraphics
import Workbench

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Steps at the prompt's terminal: on its other screen, each figure in the place of the one before.
final class TerminalStepper: Stepper {
    private let editor: LineEditor
    private let renderer: ConsoleRenderer
    private let display: Display
    private let isStopped: () -> Bool
    private var mode: KeyMode?

    /// Whether the other screen is shown, which a program that is ended has to leave.
    static let isOnOtherScreen = Atomic<Bool>(false)
    /// Back to the screen with what was typed, and the cursor with it.
    static let leaving = "\u{1B}[?25h\u{1B}[?1049l"
    private static let entering = "\u{1B}[?1049h\u{1B}[?25l"
    private static let clearing = "\u{1B}[H\u{1B}[2J"
    /// Kitty's graphics stay over cleared text.
    private static let removingPictures = "\u{1B}_Ga=d,d=A,q=2\u{1B}\\"

    /// - Parameter isStopped: whether the running command is asked to stop.
    init(editor: LineEditor, renderer: ConsoleRenderer, display: Display, isStopped: @escaping () -> Bool) {
        (self.editor, self.renderer, self.display, self.isStopped) = (editor, renderer, display, isStopped)
    }

    func begin() {
        // Answers of the terminal to the question what it can show must not be taken for keys.
        editor.takeTypedAhead(display.settle())
        mode = editor.beginKeys()
        guard display.understandsEscapes else { return }
        Self.isOnOtherScreen.store(true, ordering: .relaxed)
        StandardStream.output.write(Self.entering)
    }

    func key(after figure: Figure, hint: String) -> Character? {
        if display.understandsEscapes {
            let isKitty = renderer.presenter?.capabilities.encoder?.name == "kitty"
            StandardStream.output.write((isKitty ? Self.removingPictures : "") + Self.clearing)
        }
        renderer.renderFrame(figure, hint: hint)
        editor.takeTypedAhead(display.settle())
        return mode == nil ? nil : editor.nextKey(isStopped: isStopped)
    }

    func end() {
        if display.understandsEscapes {
            StandardStream.output.write(Self.leaving)
            Self.isOnOtherScreen.store(false, ordering: .relaxed)
        }
        if let mode { editor.endKeys(mode) }
        mode = nil
    }
}
