extension Tensor {
    /// The same numbers as float32; the tensor itself where it is float32 already. A text that is no number becomes not a number.
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
        case .int4: mapped(from: Int8.self) { Float($0) }
        case .uint4: mapped(from: UInt8.self) { Float($0) }
        case .float8e8m0: converted(byTable: PowerOfTwoScale.number)
        case .float8e4m3fn: converted(byTable: NarrowFloat.e4m3fn.number)
        case .float8e4m3fnuz: converted(byTable: NarrowFloat.e4m3fnuz.number)
        case .float8e5m2: converted(byTable: NarrowFloat.e5m2.number)
        case .float8e5m2fnuz: converted(byTable: NarrowFloat.e5m2fnuz.number)
        case .float4e2m1: converted(byTable: { NarrowFloat.e2m1.number($0 & 0xF) })
        case .string: Tensor(shape, (texts ?? []).map { Float($0) ?? .nan })
        }
    }

    /// Converts numbers of one byte by a table of all 256.
    private func converted(byTable number: (UInt8) -> Float) -> Tensor {
        let numbers = (0...255).map { number(UInt8($0)) }
        return mapped(from: UInt8.self) { numbers[Int($0)] }
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
        case .int4: bytes.map { Int(Int8(bitPattern: $0)) }
        case .uint4: bytes.map(Int.init)
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
