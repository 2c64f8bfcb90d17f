import Tensors

extension ElementType {
    /// The type that a number of ONNX's enumeration stands for; `nil` for strings, complex numbers and types narrower than a byte.
    ///
    /// Source: ONNX, TensorProto.DataType.
    init?(onnxCode code: Int) {
        switch code {
        case 1: self = .float32
        case 2: self = .uint8
        case 3: self = .int8
        case 4: self = .uint16
        case 5: self = .int16
        case 6: self = .int32
        case 7: self = .int64
        case 9: self = .bool
        case 10: self = .float16
        case 11: self = .float64
        case 12: self = .uint32
        case 13: self = .uint64
        case 16: self = .bfloat16
        default: return nil
        }
    }
}
