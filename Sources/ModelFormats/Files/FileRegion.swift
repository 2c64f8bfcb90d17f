import Tensors

/// A stretch of a file: an archive's member, a tensor's numbers.
package struct FileRegion: Sendable {
    package let file: MappedFile
    /// Always inside the file.
    package let range: Range<Int>

    /// The caller has made sure that `range` is inside the file.
    package init(file: MappedFile, range: Range<Int>) {
        assert(range.lowerBound >= 0 && range.upperBound <= file.byteCount)
        self.file = file
        self.range = range
    }

    package var byteCount: Int { range.count }

    /// A copy of the bytes.
    package var copiedBytes: [UInt8] { withBytes { Array($0) } }

    /// The bytes, for as long as `body` runs.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withExtendedLifetime(file) { body(UnsafeRawBufferPointer(rebasing: file.bytes[range])) }
    }

    /// The part of `byteCount` bytes that begins `offset` bytes into the region, or `nil` where it does not lie inside.
    package func part(offset: Int, byteCount: Int) -> FileRegion? {
        guard offset >= 0, byteCount >= 0, offset <= self.byteCount, byteCount <= self.byteCount - offset else { return nil }
        let start = range.lowerBound + offset
        return FileRegion(file: file, range: start..<start + byteCount)
    }

    /// The region as a row-major little-endian tensor that fills it exactly.
    ///
    /// A view of the file where the elements are aligned in memory, else a copy.
    ///
    /// - Throws: ``ModelFormatError`` where shape and size do not agree.
    package func tensor(shape: Shape, elementType: ElementType) throws(ModelFormatError) -> Tensor {
        guard let byteCount = shape.checkedByteCount(of: elementType) else { throw .impossibleShape(shape) }
        guard byteCount == self.byteCount else {
            throw .byteCount(shape: shape, elementType: elementType, expected: byteCount, found: self.byteCount)
        }
        guard byteCount > 0 else { return Tensor(shape: shape, elementType: elementType, storage: TensorStorage(byteCount: 0)) }
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
        let isAligned = Int(bitPattern: bytes.baseAddress) % elementType.byteWidth == 0
        let isCanonical = elementType != .bool || bytes.allSatisfy { $0 <= 1 }
        if isAligned && isCanonical {
            return Tensor(shape: shape, elementType: elementType, storage: TensorStorage(borrowing: bytes, from: file))
        }
        let storage = try file.storage(copying: range)
        if !isCanonical {
            for index in 0..<byteCount { storage.bytes[index] = storage.bytes[index] == 0 ? 0 : 1 }
        }
        return Tensor(shape: shape, elementType: elementType, storage: storage)
    }
}

extension Shape {
    /// Bytes that a tensor of this shape occupies, or `nil` for a negative dimension or a size beyond counting.
    func checkedByteCount(of elementType: ElementType) -> Int? {
        guard let count = checkedElementCount else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: elementType.byteWidth)
        return overflows ? nil : bytes
    }
}
