import Tensors

/// What becomes of an element to which something is scattered.
///
/// Source: ONNX ScatterElements and ScatterND, attribute `reduction`.
enum ScatterReduction: String, CaseIterable, Sendable {
    case none, add, mul, max, min

    func combined<Element: NumericElement>(_ old: Element, _ new: Element) -> Element {
        switch self {
        case .none: new
        case .add: old.plus(new)
        case .mul: old.times(new)
        case .max: old.isNotANumber || new < old ? old : new
        case .min: old.isNotANumber || new > old ? old : new
        }
    }

    func check(_ type: ElementType) throws(OperatorError) {
        if type == .bool && self != .none { throw .elementType(role: "data", found: type, expected: "numbers, where a reduction is set") }
    }
}

extension Tensor {
    /// The tensor with blocks of `updates` written to it, or combined with what is there, in their order.
    ///
    /// - Parameter places: the element at which each block of `length` elements goes.
    func scattering(_ updates: Tensor, places: [Int], length: Int, _ reduction: ScatterReduction) throws(OperatorError) -> Tensor {
        if elementType.isHalfPrecision && reduction != .none {
            return try convertedToFloat32().scattering(updates.convertedToFloat32(), places: places, length: length, reduction)
                .rounded(to: elementType)
        }
        let storage = TensorStorage(byteCount: byteCount)
        storage.bytes.copyMemory(from: bytes)
        let result = Tensor(shape: shape, elementType: elementType, storage: storage)
        if reduction == .none {
            let size = length * elementType.byteWidth
            for (index, place) in places.enumerated() {
                let target = place * elementType.byteWidth
                storage.bytes[target..<target + size].copyBytes(from: updates.bytes[index * size..<(index + 1) * size])
            }
        } else {
            result.combine(updates, places, length, reduction, as: try elementType.requiredNumericElement("data"))
        }
        return result
    }

    private func combine<Element: NumericElement>(
        _ updates: Tensor, _ places: [Int], _ length: Int, _ reduction: ScatterReduction, as type: Element.Type
    ) {
        let target = storage.bytes.bindMemory(to: type)
        let source = updates.elements(as: type)
        for (index, place) in places.enumerated() {
            for step in 0..<length { target[place + step] = reduction.combined(target[place + step], source[index * length + step]) }
        }
    }
}
