import Glibc
import Synchronization

/// Pixels in memory with a name, for a terminal on this machine to read; the terminal removes it when it has.
///
/// Source: shm_overview(7); "Terminal graphics protocol", kitty's documentation, the transmission medium.
enum SharedMemory {
    /// Names whose pictures the terminal may not have read yet, the oldest first.
    private static let held = Mutex<[String]>([])
    /// A terminal that has not read a picture that many pictures later never will.
    private static let longestBacklog = 16

    /// The name under which the bytes can be read; nil where there is no such memory, or not enough.
    static func hold(_ bytes: [UInt8]) -> String? {
        let name = "/cnns-\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Written, not mapped: a full file system answers a write, but a store with a signal.
        guard TerminalOutput.write(bytes, to: descriptor) else {
            shm_unlink(name)
            return nil
        }
        let forgotten = held.withLock { names -> [String] in
            names.append(name)
            let surplus = Array(names.dropLast(longestBacklog))
            names.removeFirst(surplus.count)
            return surplus
        }
        for name in forgotten { shm_unlink(name) }
        return name
    }

    /// Removes one that is known not to be needed.
    static func remove(_ name: String) {
        shm_unlink(name)
        held.withLock { names in names.removeAll { $0 == name } }
    }
}
