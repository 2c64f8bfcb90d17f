import Tensors

extension Value {
    /// Levels of lists inside lists, at most.
    private static let listDepthLimit = 8
    /// Values in a list and the lists inside it, at most.
    private static let listCountLimit = 65_536

    /// A tensor, or a plain number where it has no axes.
    package init(_ tensor: Tensor) {
        if tensor.shape.rank == 0 {
            self = .number(Double(tensor.convertedToFloat32().floats[0]))
        } else {
            self = .tensor(tensor)
        }
    }

    /// The numbers of this value as a float32 tensor: numbers and truth values have no axes, ranges have one.
    package func tensor() throws(ValueError) -> Tensor {
        switch self {
        case .number(let number): return Tensor(scalar: Float(number))
        case .boolean(let truth): return Tensor(scalar: truth ? 1 : 0)
        case .tensor(let tensor): return tensor.convertedToFloat32()
        case .range(let range):
            let numbers = try range.integers()
            return Tensor([numbers.count], numbers.map { Float($0) })
        default: throw .unexpected(expected: "numbers", found: kindDescription)
        }
    }

    package func number() throws(ValueError) -> Double {
        switch self {
        case .number(let number): return number
        case .boolean(let truth): return truth ? 1 : 0
        case .tensor(let tensor) where tensor.elementCount == 1: return Double(tensor.convertedToFloat32().floats[0])
        default: throw .unexpected(expected: "a number", found: kindDescription)
        }
    }

    /// A whole number of at most fifteen digits.
    package func integer() throws(ValueError) -> Int {
        let number = try number()
        guard number == number.rounded(), abs(number) < 1e15 else { throw .unexpected(expected: "a whole number", found: description) }
        return Int(number)
    }

    package func string() throws(ValueError) -> String {
        guard case .string(let text) = self else { throw .unexpected(expected: "a string", found: kindDescription) }
        return text
    }

    /// Whether the value holds true: a truth value, or a number other than 0.
    ///
    /// - Throws: For a tensor of several elements, where `all` or `any` must say what is meant.
    package func truth() throws(ValueError) -> Bool {
        switch self {
        case .boolean(let truth): return truth
        case .number(let number): return number != 0
        case .tensor(let tensor) where tensor.elementCount == 1: return try number() != 0
        case .tensor(let tensor):
            throw .unexpected(expected: "one truth value, as 'all(…)' or 'any(…)' gives", found: "a tensor \(tensor.shape.listed)")
        default: throw .unexpected(expected: "a truth value", found: kindDescription)
        }
    }

    /// The value of a list: a tensor where the elements are numbers of one shape, else a list.
    package init(listing elements: [Value]) throws(ValueError) {
        if let tensor = try Self.stacked(elements) {
            self = .tensor(tensor)
            return
        }
        self = .list(elements)
        var count = 0
        guard Self.isBounded(elements, depth: 1, count: &count) else {
            throw .unexpected(expected: "at most \(Self.listCountLimit) values, \(Self.listDepthLimit) lists deep", found: "more")
        }
    }

    private static func stacked(_ elements: [Value]) throws(ValueError) -> Tensor? {
        var parts: [Tensor] = []
        for element in elements {
            switch element {
            case .number, .boolean, .tensor: parts.append(try element.tensor())
            default: return nil
            }
        }
        guard let shape = parts.first?.shape else { return nil }
        if let other = parts.first(where: { $0.shape != shape }) {
            throw .shapes(rule: "parts of one shape between brackets", shape, other.shape)
        }
        let stacked = Shape([parts.count] + shape.dimensions)
        _ = try stacked.boundedElementCount()
        let stride = shape.elementCount
        return Tensor(stacked) { destination in
            for (index, part) in parts.enumerated() {
                withExtendedLifetime(part.storage) {
                    for (offset, number) in part.floatElements.enumerated() { destination[index * stride + offset] = number }
                }
            }
        }
    }

    private static func isBounded(_ elements: [Value], depth: Int, count: inout Int) -> Bool {
        count += elements.count
        guard depth <= listDepthLimit, count <= listCountLimit else { return false }
        for case .list(let inner) in elements where !isBounded(inner, depth: depth + 1, count: &count) { return false }
        return true
    }
}

extension NumberRange {
    /// The whole numbers at both ends; the upper one may lie below the lower.
    func bounds() throws(ValueError) -> (first: Int, last: Int) {
        guard let lower, let upper else { throw .unexpected(expected: "a range with both ends", found: description) }
        return (try Value.number(lower).integer(), try Value.number(upper).integer())
    }

    /// The whole numbers of the range, both ends included; none where the upper end lies below the lower.
    package func integers() throws(ValueError) -> [Int] {
        let (first, last) = try bounds()
        guard last >= first else { return [] }
        guard last - first < ValueError.elementLimit else { throw .tooLarge(elements: last - first + 1) }
        return Array(first...last)
    }
}
