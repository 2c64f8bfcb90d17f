import Imaging
import Language

/// What a session yields; the front ends only render it.
package enum Output: Sendable {
    case text(String)
    case table(Table)
    case figure(Figure)
    /// A figure on its way: takes the place of the frame before it, and whatever comes next takes its place. A front end that cannot
    /// replace what it showed leaves it out.
    case frame(Figure)
    case progress(Progress)
    case diagnostic(Diagnostic)
    /// The value of an expression that stood on a line of its own, with the number of its cell.
    case result(cell: Int, Value)
}

/// How far something long is.
package struct Progress: Sendable, Equatable {
    /// What is going on, such as `downloading efficientnet-lite0`.
    package var label: String
    /// The share that is done, `0...1`; `nil` where it cannot be known.
    package var share: Double?
    /// The state in words, such as `3.2 of 17 MB`.
    package var detail: String
    /// Whether nothing more comes under this label.
    package var isFinished: Bool

    package init(label: String, share: Double?, detail: String = "", isFinished: Bool = false) {
        self.label = label
        self.share = share
        self.detail = detail
        self.isFinished = isFinished
    }
}
