import Foundation

/// The two lists beside this file, which can only shrink.
enum ConformanceLists {
    /// Why a case does not pass yet, by its name.
    static let knownFailures = reasons(in: "KnownFailures.txt")

    /// Operators that cases use and the engine has not, with the reason why it has them not.
    static let unimplementedOperators = reasons(in: "UnimplementedOperators.txt")

    /// A name and the rest of the line, for each line of a list.
    private static func reasons(in list: String) -> [String: String] {
        Dictionary(
            lines(of: list).map { line in
                let words = line.split(separator: " ", maxSplits: 1)
                return (String(words.first ?? ""), words.count > 1 ? String(words[1]) : "")
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the run is to write the lists anew; it fails then, so that nobody does so unseen.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

    /// What reasons that are decisions begin with; a recording keeps them.
    static let decided = "decided: "

    static func record(failures: [String: String], unimplementedOperators missing: Set<String>) throws {
        try write(
            "Cases that do not pass, and why. RECORD_GOLDENS=1 writes this list anew and keeps what was decided.", failures,
            decisions: knownFailures, to: "KnownFailures.txt")
        try write(
            "Operators that ONNX's cases use and the engine has not, and why.", Dictionary(uniqueKeysWithValues: missing.map { ($0, "") }),
            decisions: unimplementedOperators, to: "UnimplementedOperators.txt")
    }

    private static func write(_ title: String, _ reasons: [String: String], decisions: [String: String], to name: String) throws {
        let lines = reasons.sorted { $0.key < $1.key }.map { key, reason in
            let decision = decisions[key].flatMap { $0.hasPrefix(decided) ? $0 : nil }
            return "\(key) \(decision ?? reason)"
        }
        try write(["# " + title] + lines, to: name)
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
