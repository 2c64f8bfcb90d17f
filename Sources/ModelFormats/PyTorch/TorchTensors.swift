import Tensors

/// Understands the calls by which PyTorch pickles a tensor, and finds its numbers in a storage.
struct TorchTensors {
    let heap: PickleHeap
    /// The bytes of each storage by its key.
    let storage: (_ key: String, _ reference: TorchStorageReference) throws(ModelFormatError) -> FileRegion
    var byteOrder = ByteOrder.littleEndian
    /// Bytes that may still be copied: tensors that share a storage and are no views could otherwise fill the memory.
    let budget: CopyBudget

    /// The tensor that a value describes, or `nil` where it is something else.
    func tensor(_ value: PickleValue) throws(ModelFormatError) -> Tensor? {
        guard let node = heap.node(value), case .object(let global) = node.kind, global.module == "torch._utils" else {
            return try PickledArray(heap: heap, budget: budget).tensor(value)
        }
        let arguments = heap.elements(node.values.first) ?? []
        switch global.name {
        case "_rebuild_parameter":
            guard let inner = arguments.first, inner != value, isRebuiltTensor(inner) else {
                throw malformed("a parameter without its tensor")
            }
            return try tensor(inner)
        case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3": return try rebuilt(arguments, named: global.name)
        default: return nil
        }
    }

    private func isRebuiltTensor(_ value: PickleValue) -> Bool {
        guard let node = heap.node(value), case .object(let global) = node.kind else { return false }
        return global.module == "torch._utils" && global.name.hasPrefix("_rebuild_tensor")
    }

    /// Arguments: storage, offset, size, stride, …; the third version has the element type seventh.
    private func rebuilt(_ arguments: [PickleValue], named name: String) throws(ModelFormatError) -> Tensor {
        guard arguments.count >= 4, case .int(let offset) = arguments[1], let dimensions = heap.integers(arguments[2]),
            let strides = heap.integers(arguments[3])
        else { throw malformed("a tensor without storage, offset, size and stride") }
        guard dimensions.count <= 64 else { throw .limit(of: "dimensions", maximum: 64) }
        let reference = try TorchStorageReference(arguments[0], in: heap)
        var elementType = reference.elementType
        if name == "_rebuild_tensor_v3", arguments.count > 6, case .global(let type) = arguments[6] {
            elementType = try TorchStorageReference.elementType(ofTypeNamed: type.name)
        }
        guard let elementType else { throw malformed("a tensor without an element type") }
        let (start, overflows) = offset.addingReportingOverflow(reference.viewOffset)
        guard !overflows else { throw malformed("a tensor that begins beyond its storage") }
        let layout = StridedTensor(
            shape: Shape(dimensions), strides: strides, offset: start, elementType: elementType, byteOrder: byteOrder)
        if !layout.isView { try budget.spend(Shape(dimensions).checkedByteCount(of: elementType) ?? .max) }
        return try layout.tensor(in: storage(reference.key, reference))
    }

    private func malformed(_ reason: String) -> ModelFormatError { .malformed(format: PyTorchFormat.name, reason: reason) }
}

/// How many bytes a reader may still copy.
final class CopyBudget {
    private var remaining: Int

    /// A few times what the file has.
    init(forFileOf byteCount: Int) { remaining = byteCount.multipliedReportingOverflow(by: 3).partialValue }

    func spend(_ byteCount: Int) throws(ModelFormatError) {
        guard byteCount <= remaining else { throw .unsupported("a file whose tensors overlap") }
        remaining -= byteCount
    }
}

/// How a pickled tensor names the storage that holds its numbers.
struct TorchStorageReference {
    let key: String
    /// `nil` for storage without a type.
    let elementType: ElementType?
    let elementCount: Int
    /// Elements before the part of the storage that is meant.
    let viewOffset: Int

    /// Reads `('storage', torch.FloatStorage, '0', 'cpu', 1728)`; old files may add `(view key, offset, size)`.
    init(_ value: PickleValue, in heap: PickleHeap) throws(ModelFormatError) {
        guard let node = heap.node(value), node.kind == .persistent, let parts = heap.elements(node.values.first), parts.count >= 5,
            parts[0] == .string("storage"), case .global(let type) = parts[1], case .int(let count) = parts[4], count >= 0
        else { throw .malformed(format: PyTorchFormat.name, reason: "a tensor without a storage") }
        switch parts[2] {
        case .string(let text): key = text
        case .int(let number): key = String(number)
        default: throw .malformed(format: PyTorchFormat.name, reason: "a storage without a key")
        }
        elementType = type.name == "UntypedStorage" ? nil : try Self.elementType(ofStorageNamed: type.name)
        elementCount = count
        if parts.count > 5, let view = heap.elements(parts[5]), view.count == 3, case .int(let offset) = view[1] {
            viewOffset = offset
        } else {
            viewOffset = 0
        }
    }

    private static func elementType(ofStorageNamed name: String) throws(ModelFormatError) -> ElementType {
        switch name {
        case "FloatStorage": return .float32
        case "DoubleStorage": return .float64
        case "HalfStorage": return .float16
        case "BFloat16Storage": return .bfloat16
        case "LongStorage": return .int64
        case "IntStorage": return .int32
        case "ShortStorage": return .int16
        case "CharStorage": return .int8
        case "ByteStorage": return .uint8
        case "BoolStorage": return .bool
        default: throw .unsupported("a '\(name)'")
        }
    }

    /// The element type of `torch.float32` and the like.
    static func elementType(ofTypeNamed name: String) throws(ModelFormatError) -> ElementType {
        guard let type = ElementType(rawValue: name), !type.isStorageOnly else { throw .unsupported("the type 'torch.\(name)'") }
        return type
    }
}
