import Tensors

/// One NumPy array a file.
///
/// Source: NumPy enhancement proposal 1, versions 1.0 to 3.0.
package enum NPYFormat: ModelFormat {
    package static let name = "NPY"
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let maximumHeaderByteCount = 1 << 16

    package static func recognizes(_ file: MappedFile) -> Bool { file.begins(with: magic) }

    /// The array, under the name `array`.
    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        var weights = StateDictionary()
        weights["array"] = try readTensor(file.contents)
        return .weights(weights)
    }

    /// The array that fills `region`, row-major whatever the file's order.
    package static func readTensor(_ region: FileRegion) throws(ModelFormatError) -> Tensor {
        var reader = ByteReader(region)
        guard try reader.part(magic.count, "header").withBytes({ $0.elementsEqual(magic) }) else {
            throw .malformed(format: name, reason: "no signature")
        }
        let version = try reader.integer(UInt8.self, "header")
        try reader.skip(1, "header")
        guard (1...3).contains(version) else { throw .unsupported("version \(version) of NPY") }
        let headerByteCount = version == 1 ? try reader.count(UInt16.self, "header") : try reader.count(UInt32.self, "header")
        guard headerByteCount <= maximumHeaderByteCount else { throw .limit(of: "bytes in the header", maximum: maximumHeaderByteCount) }
        let header = try NPYHeader(reader.string(headerByteCount, "header"))
        return try tensor(
            header.type, header.shape, isColumnMajor: header.isColumnMajor, in: reader.part(reader.remainingByteCount, "array"))
    }

    /// An array whose elements fill `region`.
    static func tensor(_ type: NumPyType, _ shape: Shape, isColumnMajor: Bool, in region: FileRegion) throws(ModelFormatError) -> Tensor {
        guard let byteCount = shape.checkedByteCount(of: type.elementType) else { throw .impossibleShape(shape) }
        guard byteCount == region.byteCount else {
            throw .byteCount(shape: shape, elementType: type.elementType, expected: byteCount, found: region.byteCount)
        }
        let strides = isColumnMajor ? Array(Shape(shape.dimensions.reversed()).strides.reversed()) : shape.strides
        return try StridedTensor(shape: shape, strides: strides, elementType: type.elementType, byteOrder: type.byteOrder).tensor(
            in: region)
    }

    /// The file of a tensor: version 1.0, row-major, lowest byte first; bfloat16 becomes float32.
    package static func encode(_ tensor: Tensor) -> [UInt8] {
        guard let descriptor = NumPyType.descriptor(of: tensor.elementType) else { return encode(tensor.convertedToFloat32()) }
        let dimensions = tensor.shape.dimensions
        let shape = dimensions.count == 1 ? "(\(dimensions[0]),)" : "(\(dimensions.map(String.init).joined(separator: ", ")))"
        var header = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': \(shape), }"
        let unpadded = magic.count + 4 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        let length = UInt16(truncatingIfNeeded: header.utf8.count)
        let start = magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
        return withExtendedLifetime(tensor.storage) { start + tensor.bytes }
    }
}
