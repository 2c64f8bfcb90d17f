import Foundation

/// The two lists beside this file, which can only shrink.
enum ConformanceLists {
    /// Why a case does not pass yet, by its name.
    static let knownFailures: [String: String] = Dictionary(
        lines(of: "KnownFailures.txt").map { line in
            let words = line.split(separator: " ", maxSplits: 1)
            return (String(words.first ?? ""), words.count > 1 ? String(words[1]) : "")
        }, uniquingKeysWith: { first, _ in first })

    /// Operators that cases use and the engine has not.
    static let unimplementedOperators = Set(lines(of: "UnimplementedOperators.txt"))

    /// Whether the run is to write the lists anew; it fails then, so that nobody does so unseen.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

    static func record(failures: [String: String], unimplementedOperators: Set<String>) throws {
        let failureLines = failures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        try write(
            ["# Cases that do not pass yet, and why. RECORD_GOLDENS=1 writes this list anew."] + failureLines, to: "KnownFailures.txt")
        try write(
            ["# Operators that ONNX's cases use and the engine has not."] + unimplementedOperators.sorted(),
            to: "UnimplementedOperators.txt")
    }

    private static func write(_ lines: [String], to name: String) throws {
        try (lines.joined(separator: "\n") + "\n").write(toFile: folder + name, atomically: true, encoding: .utf8)
    }

    private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/"

    /// The lines of a list, without blank ones and those that begin with `#`.
    private static func lines(of name: String) -> [String] {
        let text = (try? String(contentsOfFile: folder + name, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
    }
}
