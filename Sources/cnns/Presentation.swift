import Language
import LineEditing
import Workbench

/// `cnns run --step`: a script page by page, at the presenter's keys.
///
/// Going back shows what a page has shown and runs nothing; `r` runs it again in the session as it is. Free play is the prompt with the
/// same session.
final class Presentation {
    private let host: SessionHost
    private let editor: LineEditor
    private let waiter: KeyWaiter
    private let script: Script
    private var pages: [PresentationPage]
    private var hasFailed = false

    private static let hint = "[Return] on  [b] back  [f] free play  [r] run again  [q] quit"
    private static let ready = "[Return] run  [b] back  [f] free play  [q] quit"

    init(_ script: Script, host: SessionHost, editor: LineEditor) {
        (self.script, self.host, self.editor) = (script, host, editor)
        waiter = KeyWaiter(editor: editor, host: host)
        pages = PresentationPage.pages(of: script)
        let interruption = host.session.interruption
        host.session.stepper = TerminalStepper(
            editor: editor, renderer: host.renderer, display: host.display, isStopped: { interruption.control.isCancelled })
        host.session.waitForReader = { [waiter] in waiter.waitForReader() }
    }

    /// Goes through the pages until the last one, `q`, Ctrl-C or the end of the terminal.
    ///
    /// - Returns: Whether every cell that ran went well.
    func run() -> Bool {
        var place = 0
        var isShown = false
        while pages.indices.contains(place), !host.session.isFinished {
            if !isShown { show(place) }
            isShown = true
            switch waiter.key(hint: hint(place)) {
            case "\r", "\n", " ", "n", "→", "↓":
                if mayRun(place) { runPage(place) } else { (place, isShown) = (place + 1, false) }
            case "b", "p", "←", "↑", "\u{7F}", "\u{08}": (place, isShown) = (max(0, place - 1), false)
            case "r": runPage(place)
            case "f":
                play()
                isShown = false
            case nil, "q", StepperKey.interrupt: return !hasFailed
            default: continue
            }
        }
        return !hasFailed
    }

    private func hint(_ place: Int) -> String {
        "\(place + 1)/\(pages.count)  " + (mayRun(place) ? Self.ready : Self.hint)
    }

    /// Whether a page's cell has not run yet.
    private func mayRun(_ place: Int) -> Bool { pages[place].part != nil && pages[place].cellNumber == nil }

    /// The page's text and statements, and what they showed when they ran.
    private func show(_ place: Int) {
        host.followWindow()
        let count = "── \(place + 1)/\(pages.count) "
        let rule = count + String(repeating: "─", count: max(0, min(72, host.display.widthInCells - 1) - count.count))
        host.renderer.render(.text(rule))
        for text in pages[place].texts { host.renderer.render(.text(text + "\n")) }
        if let code = pages[place].code(of: script) { host.renderer.render(.text(code)) }
        guard let cell = pages[place].cellNumber else { return }
        // The room that pictures have is asked for with the canvas.
        _ = host.session.canvas
        for output in host.session.record.outputs(of: cell) { host.renderer.render(output.output) }
    }

    private func runPage(_ place: Int) {
        guard let part = pages[place].part else { return }
        host.followWindow()
        host.session.interruption.renew()
        if !host.session.run(part, of: script, showsText: false) { hasFailed = true }
        pages[place].cellNumber = host.session.cellNumber
        host.renderer.finish()
    }

    /// The prompt with the presentation's session, until Ctrl-D or `quit`.
    private func play() {
        host.renderer.render(.text("free play: Ctrl-D goes back to the presentation"))
        InteractivePrompt.converse(host, editor)
        host.session.isFinished = false
    }
}
