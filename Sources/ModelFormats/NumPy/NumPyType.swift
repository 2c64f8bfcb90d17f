import Tensors

/// An element type as NumPy writes it: `<f4` is float32, lowest byte first.
struct NumPyType: Equatable {
    var elementType: ElementType
    var byteOrder = ByteOrder.littleEndian

    /// - Throws: ``ModelFormatError/unsupported(_:)`` for text, records, complex numbers and objects.
    init(descriptor: String) throws(ModelFormatError) {
        let hasOrder = descriptor.first.map { "<>|=".contains($0) } ?? false
        let code = hasOrder ? String(descriptor.dropFirst()) : descriptor
        guard let elementType = Self.codes[code] else { throw .unsupported("an array of NumPy's type '\(descriptor)'") }
        self.elementType = elementType
        byteOrder = descriptor.first == ">" ? .bigEndian : .littleEndian
    }

    static let codes: [String: ElementType] = [
        "f4": .float32, "f8": .float64, "f2": .float16, "b1": .bool, "?": .bool,
        "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
        "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
    ]

    /// The descriptor of an element type; bfloat16, which NumPy has not, has none.
    static func descriptor(of elementType: ElementType) -> String? {
        guard let code = codes.first(where: { $0.value == elementType && $0.key != "?" })?.key else { return nil }
        return (elementType.byteWidth == 1 ? "|" : "<") + code
    }
}
