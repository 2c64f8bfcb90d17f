extension TunedConvolutions {
    /// A line that does not say what a line of the record must.
    package struct FormatError: Error, Equatable, CustomStringConvertible {
        package let line: Int
        package let expected: String

        package var description: String { "line \(line): expected \(expected)" }
    }

    /// Records with more bytes are not read.
    package static let mostBytes = 1 << 20
    private static let heading = "cnns tuned convolutions 1"

    /// A record as text: what it is, the machine, and a line for each convolution: its way, the kernels, and
    /// ``ConvolutionGeometry/numbers``.
    package func text(machine: String) -> String {
        let lines = ways.map { ([$1.rawValue, $0.kernels.rawValue] + $0.numbers.map(String.init)).joined(separator: " ") }
        return ([Self.heading, machine] + lines.sorted()).joined(separator: "\n") + "\n"
    }

    /// Reads what ``text(machine:)`` wrote; nothing in it is believed that is not in bounds.
    ///
    /// - Parameter machine: the only one whose record counts.
    /// - Throws: ``FormatError``
    package init(text: String, machine: String) throws(FormatError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(String.init) == Self.heading else { throw FormatError(line: 1, expected: "'\(Self.heading)'") }
        guard lines.count > 1, lines[1] == machine else { throw FormatError(line: 2, expected: "'\(machine)'") }
        self.init()
        for (index, line) in lines.enumerated().dropFirst(2) where !line.isEmpty {
            let words = line.split(separator: " ")
            let numbers = words.dropFirst(2).compactMap { Int($0) }
            guard words.count > 2, numbers.count == words.count - 2, let way = ConvolutionWay(rawValue: String(words[0])),
                let kernels = KernelChoice(rawValue: String(words[1])), let geometry = ConvolutionGeometry(kernels, numbers: numbers)
            else { throw FormatError(line: index + 1, expected: "a way, kernels, and 16 numbers of a convolution") }
            guard set(way, for: geometry) else {
                throw FormatError(line: index + 1, expected: "at most \(Self.mostWays) convolutions")
            }
        }
    }
}
