/// The size of one character cell.
package struct CellSize: Sendable, Equatable {
    /// How the size became known, the surest first.
    package enum Origin: Sendable, Equatable {
        /// The user said so.
        case requested
        /// The terminal's answer to `CSI 16 t`.
        case cellReport
        /// The terminal's answer to `CSI 14 t`, divided by the window's rows and columns.
        case windowReport
        /// The kernel's window size in pixels, divided by rows and columns; borders may be counted in, so rounded down.
        case kernel
        /// Nothing tells: a small cell, so that pictures take more room rather than cover text.
        case assumed
    }

    package let heightInPixels: Int
    package let widthInPixels: Int
    package let origin: Origin

    package init(heightInPixels: Int, widthInPixels: Int, origin: Origin) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.origin = origin
    }

    /// What is taken when nothing tells.
    package static let assumed = CellSize(heightInPixels: 16, widthInPixels: 8, origin: .assumed)

    /// Whether a font could look like this: 2...256 pixels wide, 4...512 high, and neither flat nor thin.
    package var isPlausible: Bool {
        (4...512).contains(heightInPixels) && (2...256).contains(widthInPixels)
            && heightInPixels * 2 >= widthInPixels && heightInPixels <= widthInPixels * 6
    }
}
