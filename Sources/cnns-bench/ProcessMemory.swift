import Foundation

/// What the system says of memory, in megabytes (10⁶ bytes); it counts in units of 1024 bytes.
enum ProcessMemory {
    /// The most that this process held at once, pages of mapped files among it.
    static var peakMegabytes: Double { field("VmHWM:", of: "/proc/self/status") }

    /// What processes can have without anything being swapped out.
    static var availableMegabytes: Double { field("MemAvailable:", of: "/proc/meminfo") }

    private static func field(_ name: String, of file: String) -> Double {
        let lines = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n") ?? []
        let words = lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count > 1 ? (Double(words[1]) ?? .nan) * 1024 / 1e6 : .nan
    }
}
