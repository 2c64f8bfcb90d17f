import Synchronization
import Workbench

/// Shows how far something long is where nothing else is shown. May be called from any thread.
final class ProgressMeter: Sendable {
    private let line: Mutex<ProgressLine>

    init() {
        let options = DisplayOptions.standard
        let display = Display(options)
        line = Mutex(ProgressLine(isShown: display.showsProgress, widthInCells: display.widthInCells))
    }

    func show(_ output: Output) {
        if case .progress(let progress) = output { line.withLock { $0.show(progress) } }
    }

    func finish() { line.withLock { $0.erase() } }
}
