import Glibc

/// Writes bytes whole, however slowly they are taken.
package enum TerminalOutput {
    /// Writes the parts one after another; with a pause between, so that a multiplexer has drawn one before it gets the next.
    ///
    /// False if the descriptor takes no more.
    package static func write(_ parts: [[UInt8]], to descriptor: Int32, pauseInMilliseconds: Int = 0) -> Bool {
        for (number, part) in parts.enumerated() {
            if number > 0, pauseInMilliseconds > 0 { poll(nil, 0, Int32(pauseInMilliseconds)) }
            guard write(part, to: descriptor) else { return false }
        }
        return true
    }

    /// False if the descriptor takes no more, or not all within so many milliseconds (nil: forever).
    package static func write(_ bytes: [UInt8], to descriptor: Int32, within limit: Int? = nil) -> Bool {
        let begin = MonotonicTime.now
        return bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + at }, bytes.count - at)
                if count > 0 {
                    at += count
                } else if count < 0, errno == EAGAIN {
                    let wait = limit.map { Int32(max($0 - begin.elapsedMilliseconds, 0)) } ?? -1
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&ready, 1, wait) == 0 { return false }
                } else if count == 0 || errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
