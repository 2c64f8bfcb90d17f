/// A terminal's version as far as it matters: the first two numbers.
package struct TerminalVersion: Sendable, Comparable {
    let major: Int
    let minor: Int

    package init(_ major: Int, _ minor: Int) {
        (self.major, self.minor) = (major, minor)
    }

    /// The first number of a name as terminals answer it to XTVERSION: `kitty(0.26.5)`, `iTerm2 3.5.0`; nil without one.
    package init?(in name: String) {
        // The digit of 'iTerm2' belongs to its name.
        let words = name.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == "-" }
        guard let number = words.dropFirst().first(where: { $0.first?.isNumber == true }) else { return nil }
        let parts = number.split(separator: ".").prefix(2).map { Int($0.prefix { $0.isASCII && $0.isNumber }.prefix(6)) }
        guard let major = parts.first.flatMap({ $0 }) else { return nil }
        self.init(major, parts.count > 1 ? parts[1] ?? 0 : 0)
    }

    package static func < (a: TerminalVersion, b: TerminalVersion) -> Bool {
        (a.major, a.minor) < (b.major, b.minor)
    }
}
