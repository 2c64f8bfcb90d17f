import Tensors

/// The parts of each text between delimiters, in a further axis as long as the most parts that one has, filled up with empty texts; and
/// how many parts each has.
///
/// Without a delimiter parts stand between runs of white space, and none is empty. `maxsplit` leaves what follows so many splits whole.
///
/// Source: ONNX StringSplit, opset 20.
struct StringSplit: DataDependentOperator {
    static let name = "StringSplit"
    private let delimiter: String
    private let mostSplits: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        delimiter = try attributes.string("delimiter", default: "")
        mostSplits = try attributes.int("maxsplit") ?? .max
        guard mostSplits >= 0 else { throw .attributeValue(name: "maxsplit", value: String(mostSplits), expected: "0 or more") }
    }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) { try inputs.required(0, "X").requireTexts("X") }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try check(inputs.known)
        let x = try inputs.required(0)
        let parts = (x.texts ?? []).map(parts)
        let most = parts.reduce(0) { max($0, $1.count) }
        let shape = Shape(x.shape.dimensions + [most])
        _ = try ValueInfo(checking: .string, shape)
        let filled = parts.flatMap { $0 + Array(repeating: "", count: most - $0.count) }
        return [try Tensor(shape, holding: filled), Tensor(x.shape, elements: parts.map { Int64($0.count) })]
    }

    private func parts(of text: String) -> [String] {
        guard delimiter.isEmpty else { return partsBetweenDelimiters(of: text) }
        let words = text.split(maxSplits: mostSplits, omittingEmptySubsequences: true) { $0.isWhitespace }
        guard words.count > mostSplits, let last = words.last else { return words.map(String.init) }
        // Of what was left whole only the white space in front goes.
        return words.dropLast().map(String.init) + [String(last.drop { $0.isWhitespace })].filter { !$0.isEmpty }
    }

    /// Complexity: O(n), a pass over the bytes for each byte of the delimiter at worst.
    private func partsBetweenDelimiters(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        let sought = Array(delimiter.utf8)
        var parts: [String] = []
        var (start, place) = (0, 0)
        while place <= bytes.count - sought.count, parts.count < mostSplits {
            guard bytes[place..<place + sought.count].elementsEqual(sought) else {
                place += 1
                continue
            }
            parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
            place += sought.count
            start = place
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }
}
