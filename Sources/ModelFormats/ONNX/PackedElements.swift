import Tensors

/// Numbers of 4 bits as files have them: two a byte, the first in the lower half.
///
/// Source: ONNX, `TensorProto`, types UINT4, INT4 and FLOAT4E2M1.
struct PackedElements {
    let count: Int
    let bytes: [UInt8]

    /// The numbers as a tensor, each in a byte of its own.
    func tensor(_ shape: Shape, _ elementType: ElementType) throws(ModelFormatError) -> Tensor {
        let expected = count / 2 + count % 2
        guard bytes.count == expected else {
            throw .byteCount(shape: shape, elementType: elementType, expected: expected, found: bytes.count)
        }
        let storage = TensorStorage(byteCount: count)
        for index in 0..<count {
            let half = index % 2 == 0 ? bytes[index / 2] & 0xF : bytes[index / 2] >> 4
            storage.bytes[index] = elementType == .int4 && half > 7 ? half | 0xF0 : half
        }
        return Tensor(shape: shape, elementType: elementType, storage: storage)
    }
}
