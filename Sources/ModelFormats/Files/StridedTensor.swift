import Tensors

/// Whether the first or the last byte of a number in a file is its lowest.
enum ByteOrder: Sendable {
    case littleEndian, bigEndian
}

/// A tensor as a file has it: any strides, either byte order.
struct StridedTensor {
    var shape: Shape
    /// Elements between neighbors along each axis; as many as the shape has axes.
    var strides: [Int]
    /// Elements before the first.
    var offset = 0
    var elementType: ElementType
    var byteOrder = ByteOrder.littleEndian

    private var isContiguous: Bool {
        zip(zip(shape.dimensions, strides), shape.strides).allSatisfy { pair, expected in pair.0 <= 1 || pair.1 == expected }
    }

    /// Whether the tensor can be had of `region` without copying, alignment aside.
    var isView: Bool { (isContiguous && (byteOrder == .littleEndian || elementType.byteWidth == 1)) || shape.checkedElementCount == 0 }

    /// The numbers in `region` as a row-major tensor: a view where that is possible.
    ///
    /// - Throws: ``ModelFormatError`` where an element would lie outside the region, or there are more elements than the region has.
    func tensor(in region: FileRegion) throws(ModelFormatError) -> Tensor {
        guard let byteCount = shape.checkedByteCount(of: elementType), shape.rank == strides.count else { throw .impossibleShape(shape) }
        let available = region.byteCount / elementType.byteWidth
        guard byteCount > 0 else { return Tensor(shape: shape, elementType: elementType, storage: TensorStorage(byteCount: 0)) }
        guard let last = lastIndex, offset >= 0, last < available, shape.elementCount <= available else {
            throw .outsideStorage(shape: shape, storedElementCount: available)
        }
        if isView, let part = region.part(offset: offset * elementType.byteWidth, byteCount: byteCount) {
            return try part.tensor(shape: shape, elementType: elementType)
        }
        let storage = TensorStorage(byteCount: byteCount)
        region.withBytes { source in
            switch elementType.byteWidth {
            case 1: copy(UInt8.self, from: source, to: storage.bytes)
            case 2: copy(UInt16.self, from: source, to: storage.bytes)
            case 4: copy(UInt32.self, from: source, to: storage.bytes)
            default: copy(UInt64.self, from: source, to: storage.bytes)
            }
        }
        if elementType == .bool {
            for index in 0..<byteCount where storage.bytes[index] > 1 { storage.bytes[index] = 1 }
        }
        return Tensor(shape: shape, elementType: elementType, storage: storage)
    }

    /// The largest element index in use, or `nil` for a negative stride or a place beyond counting.
    private var lastIndex: Int? {
        var last = offset
        for (extent, stride) in zip(shape.dimensions, strides) {
            let (reach, overflows) = (extent - 1).multipliedReportingOverflow(by: stride)
            let (sum, sumOverflows) = last.addingReportingOverflow(reach)
            guard stride >= 0, !overflows, !sumOverflows else { return nil }
            last = sum
        }
        return last
    }

    private func copy<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ type: Bits.Type, from source: UnsafeRawBufferPointer, to destination: UnsafeMutableRawBufferPointer
    ) {
        guard let rowStride = strides.last, let rowLength = shape.dimensions.last else {
            return copyRow(type, from: source, at: offset, stride: 1, to: destination, at: 0, count: 1)
        }
        var position = [Int](repeating: 0, count: shape.rank)
        var rowStart = offset
        let (dimensions, strides) = (shape.dimensions, strides)
        for row in 0..<shape.elementCount / rowLength {
            copyRow(type, from: source, at: rowStart, stride: rowStride, to: destination, at: row * rowLength, count: rowLength)
            for axis in stride(from: dimensions.count - 2, through: 0, by: -1) {
                position[axis] += 1
                rowStart += strides[axis]
                guard position[axis] == dimensions[axis] else { break }
                rowStart -= strides[axis] * dimensions[axis]
                position[axis] = 0
            }
        }
    }

    /// Copies `count` elements along one axis; places are counted in elements.
    private func copyRow<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ type: Bits.Type, from source: UnsafeRawBufferPointer, at start: Int, stride: Int,
        to destination: UnsafeMutableRawBufferPointer, at place: Int, count: Int
    ) {
        let width = MemoryLayout<Bits>.size
        for index in 0..<count {
            let bits = source.loadUnaligned(fromByteOffset: (start + index * stride) * width, as: Bits.self)
            destination.storeBytes(
                of: byteOrder == .bigEndian ? bits.byteSwapped : bits, toByteOffset: (place + index) * width, as: Bits.self)
        }
    }
}
