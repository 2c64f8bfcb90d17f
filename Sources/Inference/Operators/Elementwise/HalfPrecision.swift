import Tensors

extension Operator {
    /// Runs on float32 copies of 16-bit floating-point inputs and rounds the outputs back; `nil` where no input is of such a type.
    func runWidened(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor]? {
        guard let narrow = inputs.lazy.compactMap({ $0?.elementType }).first(where: \.isHalfPrecision) else { return nil }
        let widened = inputs.map { input in
            input.map { $0.elementType.isHalfPrecision ? $0.convertedToFloat32() : $0 }
        }
        return try run(widened, in: context).map { $0.elementType == .float32 ? $0.rounded(to: narrow) : $0 }
    }
}

extension Tensor {
    /// A float32 tensor in a 16-bit floating-point type, each number rounded to the nearest, ties to the even one.
    func rounded(to narrow: ElementType) -> Tensor {
        let storage = TensorStorage(byteCount: elementCount * narrow.byteWidth)
        let destination = storage.bytes.bindMemory(to: UInt16.self)
        let source = floatElements
        for index in source.indices {
            destination[index] = narrow == .bfloat16 ? source[index].brainBits : source[index].halfBits
        }
        return Tensor(shape: shape, elementType: narrow, storage: storage)
    }
}

extension Float {
    /// The bit pattern of the nearest bfloat16: the upper half of this number's bits, rounded.
    var brainBits: UInt16 {
        let bits = bitPattern
        if isNaN { return UInt16(bits >> 16) | 0x40 }
        return UInt16((UInt64(bits) + 0x7FFF + UInt64(bits >> 16 & 1)) >> 16)
    }

    /// The bit pattern of the nearest IEEE 754 binary16.
    var halfBits: UInt16 {
        let sign = UInt16(bitPattern >> 16) & 0x8000
        let magnitude = magnitude
        if isNaN { return sign | 0x7E00 }
        if magnitude >= 65520 { return sign | 0x7C00 }
        if magnitude < 0x1p-14 {
            return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
        }
        let bits = magnitude.bitPattern - (112 << 23)
        return sign | UInt16((bits + 0xFFF + (bits >> 13 & 1)) >> 13)
    }
}
