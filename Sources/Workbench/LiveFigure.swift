import Imaging

/// A figure of something that is on its way, drawn again from time to time: not so often that drawing takes more than a share of the time.
struct LiveFigure {
    private let session: Session
    private var next = ContinuousClock.now + shortestRest

    private static let shortestRest = Duration.milliseconds(100)
    /// Between two drawings goes so many times what one takes.
    private static let restFactor = 4

    init(_ session: Session) {
        self.session = session
    }

    /// Draws and shows the figure if it is time and somebody can see it.
    mutating func show(_ figure: () throws -> Figure) rethrows {
        guard session.showsFrames, .now >= next else { return }
        let start = ContinuousClock.now
        session.emit(.frame(try figure()))
        let end = ContinuousClock.now
        next = end + max(Self.shortestRest, (end - start) * Self.restFactor)
    }
}
