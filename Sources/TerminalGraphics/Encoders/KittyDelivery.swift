import Glibc
import Synchronization

/// How a picture gets to a terminal that shows kitty graphics.
package struct KittyDelivery: Sendable, Equatable {
    /// The way that the pixels take.
    package enum Medium: Sendable {
        /// In the escape sequences, compressed.
        case direct
        /// In memory that the terminal, being on the same machine, reads itself.
        case sharedMemory
    }

    package var medium = Medium.direct
    /// The picture's number in the terminal, by which it can be taken away; nil where nobody will.
    package var imageID: UInt32?
    /// Whether the picture is only sent, to be shown where placeholder characters with its number stand.
    package var isVirtual = false

    package init(medium: Medium = .direct, imageID: UInt32? = nil, isVirtual: Bool = false) {
        self.medium = medium
        self.imageID = imageID
        self.isVirtual = isVirtual
    }

    /// A number that this process has not used for a long time and no other is likely to use: 24 bits, as many as a color has.
    package static func nextImageID() -> UInt32 {
        let process = (UInt32(truncatingIfNeeded: getpid()) &* 0x9E37_79B1) >> 16
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return process << 8 | (number % 255 + 1)
    }

    private static let counter = Atomic<UInt32>(0)
}
