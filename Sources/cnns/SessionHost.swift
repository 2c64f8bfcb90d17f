import Imaging
import ModelFormats
import Workbench

/// One session together with the screen that its results go to.
final class SessionHost {
    let session: Session
    let display: Display
    let renderer: ConsoleRenderer

    init(_ options: DisplayOptions, display: Display, renderer: ConsoleRenderer) {
        self.display = display
        self.renderer = renderer
        renderer.widthInCells = display.widthForTables(nil)
        session = Session(
            canvas: { settings in
                let presenter = display.presenter(graphics: settings.graphics)
                renderer.presenter = presenter
                return presenter.canvas
            }, output: { renderer.render($0) })
        session.lab.tuning = TuningShelf(folder: (try? AssetCache.standard())?.folder)
        session.showsFrames = display.isTerminal && !options.quiet
        session.settingsChanged = { renderer.widthInCells = display.widthForTables($0.width) }
        if let threads = options.threads { session.settings.set("threads", to: String(threads)) }
    }

    /// Called before a statement of the prompt: the window may have changed.
    func followWindow() {
        renderer.widthInCells = display.widthForTables(session.settings.width)
    }
}
