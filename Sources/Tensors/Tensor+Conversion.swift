extension Tensor {
    /// The same numbers as float32; the tensor itself where it is float32 already.
    package func convertedToFloat32() -> Tensor {
        switch elementType {
        case .float32: self
        case .float64: mapped(from: Double.self) { Float($0) }
        case .float16: mapped(from: UInt16.self) { Float(halfBits: $0) }
        case .bfloat16: mapped(from: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .int8: mapped(from: Int8.self) { Float($0) }
        case .int16: mapped(from: Int16.self) { Float($0) }
        case .int32: mapped(from: Int32.self) { Float($0) }
        case .int64: mapped(from: Int64.self) { Float($0) }
        case .uint8: mapped(from: UInt8.self) { Float($0) }
        case .uint16: mapped(from: UInt16.self) { Float($0) }
        case .uint32: mapped(from: UInt32.self) { Float($0) }
        case .uint64: mapped(from: UInt64.self) { Float($0) }
        case .bool: mapped(from: UInt8.self) { $0 == 0 ? 0 : 1 }
        }
    }

    private func mapped<Raw: BitwiseCopyable>(from raw: Raw.Type, _ convert: (Raw) -> Float) -> Tensor {
        Tensor(shape) { destination in
            let source = bytes
            for index in 0..<elementCount {
                destination[index] = convert(source.loadUnaligned(fromByteOffset: index * MemoryLayout<Raw>.size, as: Raw.self))
            }
        }
    }

    /// The elements of an integer or Boolean tensor as `Int`, or `nil` for any other type or a value that does not fit.
    package var integers: [Int]? {
        switch elementType {
        case .int8: elements(as: Int8.self).map(Int.init)
        case .int16: elements(as: Int16.self).map(Int.init)
        case .int32: elements(as: Int32.self).map(Int.init)
        case .int64: elements(as: Int64.self).map(Int.init)
        case .uint8: elements(as: UInt8.self).map(Int.init)
        case .uint16: elements(as: UInt16.self).map(Int.init)
        case .uint32: elements(as: UInt32.self).map(Int.init)
        case .uint64: elements(as: UInt64.self).allSatisfy { $0 <= Int.max } ? elements(as: UInt64.self).map(Int.init) : nil
        case .bool: bytes.map { $0 == 0 ? 0 : 1 }
        default: nil
        }
    }
}

extension Float {
    /// The value of an IEEE 754 binary16 bit pattern.
    package init(halfBits bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0:
            let magnitude = Float(fraction) * 0x1p-24
            self = sign == 0 ? magnitude : -magnitude
        case 31:
            self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default:
            self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
