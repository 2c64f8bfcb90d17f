import Tensors

extension Tensor {
    /// A tensor of texts; throws where the program has met more of them than it keeps.
    init(_ shape: Shape, holding texts: [String]) throws(OperatorError) {
        guard let tensor = Tensor(shape, texts: texts) else { throw .tooMuchText }
        self = tensor
    }

    /// The numbers as texts: `3`, `2.5`, `1e-07`, `INF`, `NaN`; Booleans as `1` and `0`.
    func writtenAsTexts() throws(OperatorError) -> Tensor {
        if elementType == .string { return self }
        if let integers { return try Tensor(shape, holding: integers.map(String.init)) }
        if elementType == .uint64 { return try Tensor(shape, holding: numbers(as: UInt64.self).map(String.init)) }
        if elementType == .float64 { return try Tensor(shape, holding: numbers(as: Double.self).map(Self.written)) }
        return try Tensor(shape, holding: numbers(as: Float.self).map(Self.written))
    }

    private static func written(_ number: some BinaryFloatingPoint & LosslessStringConvertible) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-INF" : "INF" }
        return String(number)
    }

    /// The same in another type, as ``converted(to:)``; throws where numbers become more texts than there may be.
    func cast(to type: ElementType, _ narrowing: Narrowing) throws(OperatorError) -> Tensor {
        type == .string ? try writtenAsTexts() : converted(to: type, narrowing)
    }

    /// The numbers that texts stand for, in another type.
    ///
    /// Whole numbers keep all their digits. What is no number becomes not a number, and that is 0 in a type of integers.
    func readFromTexts(as type: ElementType, _ narrowing: Narrowing) -> Tensor {
        let texts = texts ?? []
        let whole = type.isInteger ? texts.compactMap { Int64($0) } : []
        guard !texts.isEmpty, whole.count == texts.count else {
            return Tensor(shape, elements: texts.map { Double($0) ?? .nan }).converted(to: type, narrowing)
        }
        return Tensor(shape, elements: whole).converted(to: type, narrowing)
    }
}

extension OperatorError {
    static let tooMuchText = OperatorError.failed("expected at most \(InternedText.largestByteCount >> 20) MB of texts")
}

extension ValueInfo {
    func requireTexts(_ role: String) throws(OperatorError) {
        guard elementType == .string else { throw .elementType(role: role, found: elementType, expected: "texts") }
    }
}
