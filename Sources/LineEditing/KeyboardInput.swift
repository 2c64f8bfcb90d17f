import Glibc

/// The bytes typed at a terminal, read without stdio so that nothing is read further than asked for, and decoded from UTF-8.
package struct KeyboardInput {
    /// What the next read brought.
    package enum Event: Equatable {
        case byte(UInt8)
        /// A signal of this number arrived: perhaps the window changed its size.
        case signal(Int32)
        case timeout
        case end
    }

    private let descriptor: Int32
    private let signalDescriptor: Int32
    private var pending: [UInt8] = []
    private var position = 0

    /// - Parameter signalDescriptor: Ends the wait for a key when it can be read; -1 for none.
    package init(descriptor: Int32, signalDescriptor: Int32 = -1) {
        self.descriptor = descriptor
        self.signalDescriptor = signalDescriptor
    }

    /// Waits for one byte, at most `timeoutInMilliseconds` (-1: without limit).
    package mutating func next(timeoutInMilliseconds: Int32 = -1) -> Event {
        if position < pending.count {
            position += 1
            return .byte(pending[position - 1])
        }
        while true {
            var requests = [descriptor, signalDescriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let ready = poll(&requests, 2, timeoutInMilliseconds)
            if ready == 0 { return .timeout }
            if ready < 0 {
                guard errno == EINTR else { return .end }
                continue
            }
            if requests[1].revents != 0, let number = signalNumber() { return .signal(number) }
            guard requests[0].revents != 0 else { continue }
            let count = readMore()
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { return .end }
            position = 1
            return .byte(pending[0])
        }
    }

    /// What `read` yields; where that is above 0, so many bytes are pending.
    private mutating func readMore() -> Int {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 { (pending, position) = (Array(chunk[..<count]), 0) }
        return count
    }

    /// Whether a byte is there already.
    package var isReady: Bool {
        if position < pending.count { return true }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    private func signalNumber() -> Int32? {
        var number: UInt8 = 0
        return read(signalDescriptor, &number, 1) == 1 ? Int32(number) : nil
    }

    /// Bytes that were read elsewhere come before what is still to be read.
    package mutating func prepend(_ bytes: [UInt8]) {
        pending = bytes + pending[position...]
        position = 0
    }

    /// Makes a Ctrl-D of a NUL that comes first: the terminal hands one on for a Ctrl-D that was typed while it gathered whole lines.
    package mutating func restoreEnd() {
        if position >= pending.count { guard isReady, readMore() > 0 else { return } }
        if pending[position] == 0 { pending[position] = Self.controlD }
    }

    private static let controlD: UInt8 = 4

    /// Gives the last byte back: the next read brings it again.
    package mutating func putBack() {
        if position > 0 { position -= 1 }
    }

    /// The character that `lead` begins; U+FFFD for bytes that are no UTF-8.
    package mutating func character(after lead: UInt8) -> Unicode.Scalar {
        guard lead >= 0x80 else { return Unicode.Scalar(lead) }
        let (count, smallest): (Int, UInt32)
        switch lead {
        case 0xC2...0xDF: (count, smallest) = (1, 0x80)
        case 0xE0...0xEF: (count, smallest) = (2, 0x800)
        case 0xF0...0xF4: (count, smallest) = (3, 0x10000)
        default: return "\u{FFFD}"
        }
        var value = UInt32(lead) & (0x3F >> UInt32(count))
        for _ in 0..<count {
            guard case .byte(let byte) = next(timeoutInMilliseconds: 100) else { return "\u{FFFD}" }
            guard byte & 0xC0 == 0x80 else {
                putBack()
                return "\u{FFFD}"
            }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= smallest, let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        return scalar
    }
}
