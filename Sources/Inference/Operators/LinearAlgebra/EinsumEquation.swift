import Tensors

/// An equation in Einstein's summation convention, with its axes as numbers: letters, and one for each axis that an ellipsis stands for.
struct EinsumEquation: Equatable {
    /// For each operand the label of each axis.
    let operands: [[Int]]
    let output: [Int]
    /// The extent of each label.
    let extents: [Int: Int]

    /// - Parameter shapes: those of the operands.
    init(_ equation: String, shapes: [Shape]) throws(OperatorError) {
        let sides = equation.filter { !$0.isWhitespace }.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        guard terms.count == shapes.count, sides.count == 1 || sides[1].first == ">" else {
            throw Self.error(equation, "\(shapes.count) terms, one for each input")
        }
        var operands: [[Int]] = []
        for (term, shape) in zip(terms, shapes) { operands.append(try Self.labels(term, rank: shape.rank, equation)) }
        self.operands = operands
        let widest = operands.flatMap { $0 }.filter { $0 < 0 }.min()
        let ellipsis = widest.map { Array(($0...(-1))).filter { label in label < 0 } } ?? []
        if sides.count == 2 {
            output = try Self.labels(sides[1].dropFirst(), ellipsis: ellipsis, equation)
        } else {
            let letters = operands.flatMap { $0 }.filter { $0 >= 0 }
            let once = Set(letters.filter { letter in letters.count { $0 == letter } == 1 })
            output = ellipsis + once.sorted()
        }
        extents = try Self.extents(operands, shapes, equation)
        let isKnown = output.allSatisfy { extents[$0] != nil }
        guard isKnown, Set(output).count == output.count else { throw Self.error(equation, "an output of different labels of the inputs") }
    }

    private static func error(_ equation: String, _ expected: String) -> OperatorError {
        .attributeValue(name: "equation", value: "'\(equation)'", expected: expected)
    }

    /// The labels of an operand whose rank is known.
    private static func labels(_ term: Substring, rank: Int, _ equation: String) throws(OperatorError) -> [Int] {
        let letters = term.count { $0 != "." }
        let covered = rank - letters
        guard covered >= 0, term.contains(".") || covered == 0, covered < 64 else {
            throw error(equation, "as many labels as the operand '\(term)' has axes: \(rank)")
        }
        return try labels(term, ellipsis: Array((-covered..<0)), equation)
    }

    private static func labels(_ term: Substring, ellipsis: [Int], _ equation: String) throws(OperatorError) -> [Int] {
        var labels: [Int] = []
        var rest = term
        var hasEllipsis = false
        while let letter = rest.first {
            if rest.hasPrefix("..."), !hasEllipsis {
                labels += ellipsis
                hasEllipsis = true
                rest = rest.dropFirst(3)
            } else if letter.isASCII, letter.isLetter, let value = letter.asciiValue {
                labels.append(Int(value))
                rest = rest.dropFirst()
            } else {
                throw error(equation, "letters, ',', '->' and at most one '...' a term")
            }
        }
        return labels
    }

    private static func extents(_ operands: [[Int]], _ shapes: [Shape], _ equation: String) throws(OperatorError) -> [Int: Int] {
        var extents: [Int: Int] = [:]
        for (labels, shape) in zip(operands, shapes) {
            for (label, extent) in zip(labels, shape.dimensions) {
                let known = extents[label] ?? extent
                guard known == extent || known == 1 || extent == 1 else {
                    throw .shapes(found: shapes, expected: "one extent for each label of '\(equation)'")
                }
                extents[label] = known == 1 ? extent : known
            }
        }
        return extents
    }
}
