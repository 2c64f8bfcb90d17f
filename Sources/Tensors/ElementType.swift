/// The type of a tensor's elements, with the names and widths that ONNX and NumPy give them.
package enum ElementType: String, Sendable, CaseIterable {
    case float32, float64, float16, bfloat16
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool
    case float8e4m3fn, float8e4m3fnuz, float8e5m2, float8e5m2fnuz, float8e8m0
    case float4e2m1, int4, uint4
    /// Texts: see ``InternedText``.
    case string

    /// Bytes that one element occupies in memory. Numbers of 4 bits have a byte each; files pack two into one.
    package var byteWidth: Int {
        switch self {
        case .float64, .int64, .uint64: 8
        case .float32, .int32, .uint32, .string: 4
        case .float16, .bfloat16, .int16, .uint16: 2
        case .int8, .uint8, .bool: 1
        case .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0: 1
        case .float4e2m1, .int4, .uint4: 1
        }
    }

    /// Whether elements are floating-point numbers that are calculated with; those of 8 bits and fewer are only stored.
    package var isFloatingPoint: Bool {
        switch self {
        case .float32, .float64, .float16, .bfloat16: true
        default: false
        }
    }

    /// Whether numbers of this type are only stored, and converted before anything is done with them: floats of 8 bits, and all of 4.
    package var isStorageOnly: Bool { isFourBits || narrowFloat != nil || self == .float8e8m0 }

    /// Whether two elements share a byte in files.
    package var isFourBits: Bool { self == .float4e2m1 || self == .int4 || self == .uint4 }

    /// How the type's floating-point numbers of 8 bits and fewer are laid out; `nil` for any other type.
    package var narrowFloat: NarrowFloat? {
        switch self {
        case .float8e4m3fn: .e4m3fn
        case .float8e4m3fnuz: .e4m3fnuz
        case .float8e5m2: .e5m2
        case .float8e5m2fnuz: .e5m2fnuz
        case .float4e2m1: .e2m1
        default: nil
        }
    }
}
