import Foundation

/// The manual of the language, as sections with the code that stands in them.
struct Manual {
    /// What follows a heading of the second level, up to the next one.
    struct Section: Sendable, CustomStringConvertible {
        let title: String
        let text: String

        var description: String { title }
    }

    /// Code between fences.
    struct Block {
        /// What stands after the opening fence: `cnns`, `cnns-error`, `text`.
        let kind: String
        let code: String
    }

    let text: String
    let sections: [Section]

    /// `Documentation/Language.md`.
    static let language = Manual(file: "Language.md")

    private init(file: String) {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        text = (try? String(contentsOfFile: "\(root)/Documentation/\(file)", encoding: .utf8)) ?? ""
        sections = text.components(separatedBy: "\n## ").dropFirst().map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            return Section(title: String(lines.first ?? ""), text: lines.count > 1 ? String(lines[1]) : "")
        }
    }
}

extension Manual.Section {
    /// The fenced blocks in order.
    var blocks: [Manual.Block] {
        var blocks: [Manual.Block] = []
        var open: (kind: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let (kind, lines) = open {
                    blocks.append(Manual.Block(kind: kind, code: lines.joined(separator: "\n")))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// The part under a heading of the third level.
    func part(_ heading: String) -> String? {
        text.components(separatedBy: "\n### ").dropFirst().first { $0.hasPrefix(heading + "\n") }
    }
}

extension Manual.Block {
    /// What the block says must come out, in order: the texts after `#> `.
    var promises: [String] {
        code.split(separator: "\n").compactMap { line in
            line.firstRange(of: "#> ").map { String(line[$0.upperBound...]) }
        }
    }
}
