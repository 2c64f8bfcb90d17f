/// How long something will still take, by how far it came since it was first looked at.
package struct RemainingTime: Sendable {
    private let start: (share: Double, seconds: Double)
    /// A guess from less than this is none.
    private static let leastShare = 0.02
    private static let leastSeconds = 0.4

    /// - Parameters:
    ///   - share: What is done already, `0...1`.
    ///   - seconds: The time now, by any clock.
    package init(share: Double, at seconds: Double) {
        start = (share, seconds)
    }

    /// Seconds to go at the pace so far; `nil` while there is too little to go by.
    package func seconds(share: Double, at seconds: Double) -> Double? {
        let (done, elapsed) = (share - start.share, seconds - start.seconds)
        guard done >= Self.leastShare, elapsed >= Self.leastSeconds, share <= 1 else { return nil }
        return (1 - share) * elapsed / done
    }

    /// `less than a second left`, `12 s left`, `4 min left`, `2 h left`.
    package static func words(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 360_000 else { return "" }
        if seconds < 1 { return "less than a second left" }
        if seconds < 100 { return "\(Int(seconds.rounded(.up))) s left" }
        if seconds < 6000 { return "\(Int((seconds / 60).rounded(.up))) min left" }
        return "\(Int((seconds / 3600).rounded(.up))) h left"
    }
}
