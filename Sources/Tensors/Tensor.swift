/// An immutable n-dimensional array, row-major and contiguous.
///
/// Copies share their storage, and so do the slices along the first axis.
package struct Tensor: Sendable {
    package let shape: Shape
    package let elementType: ElementType
    package let storage: TensorStorage
    /// Where the first element stands in the storage, in bytes.
    package let byteOffset: Int

    /// A view of bytes that already exist.
    ///
    /// The storage must hold `shape.elementCount` elements from `byteOffset`.
    package init(shape: Shape, elementType: ElementType, storage: TensorStorage, byteOffset: Int = 0) {
        assert(byteOffset >= 0 && byteOffset + shape.elementCount * elementType.byteWidth <= storage.byteCount)
        self.shape = shape
        self.elementType = elementType
        self.storage = storage
        self.byteOffset = byteOffset
    }

    package var elementCount: Int { shape.elementCount }
    package var byteCount: Int { elementCount * elementType.byteWidth }

    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage.bytes[byteOffset..<byteOffset + byteCount])
    }

    /// See ``TensorStorage/bytesInPlace``.
    package var bytesInPlace: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage.bytesInPlace[byteOffset..<byteOffset + byteCount])
    }

    /// See ``TensorStorage/bytesForReading``.
    package var bytesForReading: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage.bytesForReading[byteOffset..<byteOffset + byteCount])
    }

    /// Lets go of the memory of some of the bytes, if they can be had again; see ``TensorStorage/release(_:)``.
    package func release(_ range: Range<Int>) { storage.release(byteOffset + range.lowerBound..<byteOffset + range.upperBound) }
}

// MARK: - Making tensors

extension Tensor {
    /// A float32 tensor of the given numbers, as many as the shape has elements.
    package init(_ shape: Shape, _ floats: [Float]) {
        precondition(floats.count == shape.elementCount, "\(floats.count) numbers for the shape \(shape)")
        self.init(shape) { destination in
            _ = destination.initialize(from: floats)
        }
    }

    /// A float32 tensor whose elements `body` writes, all of them.
    package init(_ shape: Shape, initializedBy body: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        try self.init(shape, of: Float.self, initializedBy: body)
    }

    /// A tensor of any element type whose elements `body` writes, all of them.
    package init<Element: TensorElement>(
        _ shape: Shape, of element: Element.Type, initializedBy body: (UnsafeMutableBufferPointer<Element>) throws -> Void
    ) rethrows {
        let storage = TensorStorage(byteCount: shape.elementCount * MemoryLayout<Element>.stride)
        try body(UnsafeMutableBufferPointer(rebasing: storage.bytes.bindMemory(to: Element.self)[..<shape.elementCount]))
        self.init(shape: shape, elementType: Element.elementType, storage: storage)
    }

    /// A tensor of any element type with the given elements.
    package init<Element: TensorElement>(_ shape: Shape, elements: [Element]) {
        precondition(elements.count == shape.elementCount, "\(elements.count) elements for the shape \(shape)")
        self.init(shape, of: Element.self) { _ = $0.initialize(from: elements) }
    }

    /// A scalar of type float32.
    package init(scalar: Float) { self.init([], [scalar]) }

    /// A float32 tensor with the same number everywhere.
    package init(_ shape: Shape, repeating number: Float) {
        self.init(shape) { $0.initialize(repeating: number) }
    }
}

// MARK: - Reading

extension Tensor {
    /// The elements in row-major order; the tensor must be of the type asked for.
    package func elements<Element: TensorElement>(as type: Element.Type) -> UnsafeBufferPointer<Element> {
        precondition(elementType == Element.elementType, "elements of type \(elementType) read as \(Element.elementType)")
        return bytes.bindMemory(to: Element.self)
    }

    /// The elements of a float32 tensor, valid as long as the tensor's storage lives.
    package var floatElements: UnsafeBufferPointer<Float> { elements(as: Float.self) }

    /// A copy of the elements of a float32 tensor.
    package var floats: [Float] {
        withExtendedLifetime(storage) { Array(floatElements) }
    }
}

// MARK: - The same elements, seen otherwise

extension Tensor {
    /// The same elements under another shape with as many elements.
    package func reshaped(to shape: Shape) -> Tensor {
        precondition(shape.elementCount == elementCount, "\(self.shape) has not as many elements as \(shape)")
        return Tensor(shape: shape, elementType: elementType, storage: storage, byteOffset: byteOffset)
    }

    /// The part at `index` of the first axis, without that axis: channel 17 of maps `[C, H, W]` is `[H, W]`.
    package func part(_ index: Int) -> Tensor {
        precondition(shape.rank > 0 && (0..<shape[0]).contains(index), "no part \(index) in the shape \(shape)")
        let rest = Shape(Array(shape.dimensions.dropFirst()))
        return Tensor(
            shape: rest, elementType: elementType, storage: storage,
            byteOffset: byteOffset + index * rest.elementCount * elementType.byteWidth)
    }
}
