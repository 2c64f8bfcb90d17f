import Tensors

/// Understands the calls by which NumPy pickles an array, without making them.
struct PickledArray {
    let heap: PickleHeap
    /// Bytes that may still be copied: arrays that share their bytes could otherwise fill the memory.
    let budget: CopyBudget

    /// The array that a value describes, or `nil` where it is something else.
    func tensor(_ value: PickleValue) throws(ModelFormatError) -> Tensor? {
        guard let node = heap.node(value), case .object(let global) = node.kind else { return nil }
        switch global.name {
        case "_reconstruct": return try reconstructed(node)
        case "_frombuffer": return try fromBuffer(heap.elements(node.values.first) ?? [])
        case "scalar":
            let arguments = heap.elements(node.values.first) ?? []
            guard arguments.count == 2 else { throw malformed("a scalar without type and bytes") }
            return try tensor(type: arguments[0], shape: [], isColumnMajor: false, bytes: arguments[1])
        default: return nil
        }
    }

    /// The state behind `_reconstruct`: version, shape, type, whether column-major, bytes.
    private func reconstructed(_ node: PickleNode) throws(ModelFormatError) -> Tensor {
        guard let state = heap.elements(node.values.dropFirst().first), state.count == 5, let shape = heap.integers(state[1]),
            case .bool(let isColumnMajor) = state[3]
        else { throw malformed("an array without its state") }
        return try tensor(type: state[2], shape: Shape(shape), isColumnMajor: isColumnMajor, bytes: state[4])
    }

    /// Protocol 5: bytes, type, shape, order.
    private func fromBuffer(_ arguments: [PickleValue]) throws(ModelFormatError) -> Tensor {
        guard arguments.count == 4, let shape = heap.integers(arguments[2]), case .string(let order) = arguments[3] else {
            throw malformed("an array without bytes, type, shape and order")
        }
        return try tensor(type: arguments[1], shape: Shape(shape), isColumnMajor: order == "F", bytes: arguments[0])
    }

    private func tensor(
        type: PickleValue, shape: Shape, isColumnMajor: Bool, bytes: PickleValue
    ) throws(ModelFormatError) -> Tensor {
        guard shape.rank <= 64 else { throw .limit(of: "dimensions", maximum: 64) }
        let type = try numPyType(type)
        if isColumnMajor || type.byteOrder == .bigEndian { try budget.spend(shape.checkedByteCount(of: type.elementType) ?? .max) }
        return try NPYFormat.tensor(type, shape, isColumnMajor: isColumnMajor, in: region(bytes))
    }

    /// `numpy.dtype('f4', …)`, whose state gives the byte order.
    private func numPyType(_ value: PickleValue) throws(ModelFormatError) -> NumPyType {
        guard let node = heap.node(value), case .object(PickleGlobal(module: "numpy", name: "dtype")) = node.kind,
            case .string(let code)? = heap.elements(node.values.first)?.first
        else { throw malformed("an array without a type") }
        var type = try NumPyType(descriptor: code)
        if let state = heap.elements(node.values.dropFirst().first), state.count > 1, case .string(">") = state[1] {
            type.byteOrder = .bigEndian
        }
        return type
    }

    /// The bytes themselves, or those that `_codecs.encode(text, 'latin1')` would make of text.
    private func region(_ value: PickleValue) throws(ModelFormatError) -> FileRegion {
        switch value {
        case .bytes(let region): return region
        case .string(let text):
            try budget.spend(text.utf8.count)
            return MappedFile(path: "array", contents: Array(text.utf8)).contents
        default: break
        }
        guard let node = heap.node(value), case .object(PickleGlobal(module: "_codecs", name: "encode")) = node.kind,
            case .string(let text)? = heap.elements(node.values.first)?.first
        else { throw malformed("an array without bytes") }
        try budget.spend(text.utf8.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { throw malformed("bytes that are none") }
            bytes.append(byte)
        }
        return MappedFile(path: "array", contents: bytes).contents
    }

    private func malformed(_ reason: String) -> ModelFormatError { .malformed(format: PickleReader.formatName, reason: reason) }
}
