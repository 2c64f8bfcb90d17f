import Foundation

/// A program that waits beside us and does a run when it is asked to.
///
/// It times itself, so that neither its start nor the pipe between us counts.
final class PeerProcess {
    /// The peer's version, as it says itself.
    let version: String
    private let name: String
    private let process = Process()
    private let requests = Pipe()
    private let answers = Pipe()
    private var received: [UInt8] = []

    /// Starts `interpreter script arguments…` and waits until it is ready.
    ///
    /// - Throws: ``PeerError``.
    init(interpreter: String, script: String, arguments: [String]) throws {
        guard FileManager.default.isExecutableFile(atPath: interpreter) else { throw PeerError.noInterpreter(interpreter) }
        name = script
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [script] + arguments
        process.standardInput = requests
        process.standardOutput = answers
        do {
            try process.run()
        } catch {
            throw PeerError.start(script, reason: "\(error)")
        }
        var buffer: [UInt8] = []
        let line = Self.nextLine(from: answers, buffer: &buffer)
        guard let line, line.hasPrefix("ready ") else { throw PeerError.answer(script, expected: "'ready'", found: line) }
        version = String(line.dropFirst("ready ".count))
        received = buffer
    }

    deinit {
        try? requests.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// One run; returns what it took in milliseconds.
    func run() throws -> Double {
        let line = try ask("run")
        guard let line, let milliseconds = Double(line) else { throw PeerError.answer(name, expected: "milliseconds", found: line) }
        return milliseconds
    }

    /// Writes what the last run yielded to a `.npy` file.
    func writeOutput(to path: String) throws {
        let line = try ask("output \(path)")
        guard line == "written" else { throw PeerError.answer(name, expected: "'written'", found: line) }
    }

    /// The most memory that it has held until now, in megabytes (10⁶ bytes).
    func peakMegabytes() throws -> Double {
        let line = try ask("memory")
        guard let line, let megabytes = Double(line) else { throw PeerError.answer(name, expected: "megabytes", found: line) }
        return megabytes
    }

    private func ask(_ request: String) throws -> String? {
        try requests.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
        return Self.nextLine(from: answers, buffer: &received)
    }

    /// The next line of what the peer says, `nil` where it has ended.
    private static func nextLine(from pipe: Pipe, buffer: inout [UInt8]) -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            buffer += data
        }
    }
}
