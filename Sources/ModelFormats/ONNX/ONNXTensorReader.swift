import Tensors

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes tensors of ONNX's, wherever the message has their numbers: raw in the file, in typed fields, or in a file beside it.
struct ONNXTensorReader {
    let file: MappedFile
    private let externalFiles: ONNXExternalFiles

    init(file: MappedFile) {
        self.file = file
        externalFiles = ONNXExternalFiles(beside: file)
    }

    func tensor(_ proto: ONNXTensorProto) throws(ModelFormatError) -> Tensor {
        try ModelFormatError.located(in: "tensor '\(proto.name)'") { () throws(ModelFormatError) in
            let elementType = try Self.elementType(proto.dataType)
            guard proto.dims.count <= Self.maximumRank else { throw .limit(of: "dimensions", maximum: Self.maximumRank) }
            let shape = Shape(proto.dims.map(Int.init))
            guard shape.checkedByteCount(of: elementType) != nil else { throw .impossibleShape(shape) }
            guard elementType != .string || proto.dataLocation != 1 && !proto.hasRawDataOffset else {
                throw .malformed(format: ONNXFormat.name, reason: "texts as raw bytes")
            }
            if proto.dataLocation == 1 {
                return try tensor(of: externalFiles.region(proto.externalData), shape, elementType)
            }
            if proto.hasRawDataOffset {
                guard
                    let offset = Int(exactly: proto.rawDataOffset), let byteCount = Int(exactly: proto.rawDataByteCount),
                    let region = file.contents.part(offset: offset, byteCount: byteCount)
                else { throw .malformed(format: ONNXFormat.name, reason: "numbers outside the file") }
                return try tensor(of: region, shape, elementType)
            }
            return try typedTensor(proto, shape: shape, elementType: elementType)
        }
    }

    static let maximumRank = 64

    /// The tensor whose elements fill a region of a file, two a byte where they have 4 bits.
    private func tensor(of region: FileRegion, _ shape: Shape, _ elementType: ElementType) throws(ModelFormatError) -> Tensor {
        guard elementType.isFourBits else { return try region.tensor(shape: shape, elementType: elementType) }
        return try PackedElements(count: shape.elementCount, bytes: region.withBytes { Array($0) }).tensor(shape, elementType)
    }

    private func typedTensor(_ proto: ONNXTensorProto, shape: Shape, elementType: ElementType) throws(ModelFormatError) -> Tensor {
        switch elementType {
        case .float32: try tensor(shape, elementType, proto.floatData) { $0 }
        case .float64: try tensor(shape, elementType, proto.doubleData) { $0 }
        case .int64: try tensor(shape, elementType, proto.int64Data) { $0 }
        case .int32: try tensor(shape, elementType, proto.int32Data) { $0 }
        case .int16: try tensor(shape, elementType, proto.int32Data) { Int16(truncatingIfNeeded: $0) }
        case .int8: try tensor(shape, elementType, proto.int32Data) { Int8(truncatingIfNeeded: $0) }
        case .uint16, .float16, .bfloat16: try tensor(shape, elementType, proto.int32Data) { UInt16(truncatingIfNeeded: $0) }
        case .uint8, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0:
            try tensor(shape, elementType, proto.int32Data) { UInt8(truncatingIfNeeded: $0) }
        case .int4, .uint4, .float4e2m1:
            try PackedElements(count: shape.elementCount, bytes: proto.int32Data.map { UInt8(truncatingIfNeeded: $0) })
                .tensor(shape, elementType)
        case .bool: try tensor(shape, elementType, proto.int32Data) { $0 == 0 ? 0 : 1 as UInt8 }
        case .uint64: try tensor(shape, elementType, proto.uint64Data) { $0 }
        case .uint32: try tensor(shape, elementType, proto.uint64Data) { UInt32(truncatingIfNeeded: $0) }
        case .string: try textTensor(shape, proto.stringData)
        }
    }

    /// A tensor of the numbers of a typed field, each in the bytes of its element type.
    private func tensor<Stored, Element: BitwiseCopyable>(
        _ shape: Shape, _ elementType: ElementType, _ stored: [Stored], _ convert: (Stored) -> Element
    ) throws(ModelFormatError) -> Tensor {
        guard stored.count == shape.elementCount else {
            throw .elementCount(shape: shape, expected: shape.elementCount, found: stored.count)
        }
        let storage = TensorStorage(byteCount: stored.count * MemoryLayout<Element>.size)
        for (index, number) in stored.enumerated() {
            storage.bytes.storeBytes(of: convert(number), toByteOffset: index * MemoryLayout<Element>.size, as: Element.self)
        }
        return Tensor(shape: shape, elementType: elementType, storage: storage)
    }

    /// A tensor of texts; bytes that are no UTF-8 are repaired.
    private func textTensor(_ shape: Shape, _ stored: [Data]) throws(ModelFormatError) -> Tensor {
        guard stored.count == shape.elementCount else {
            throw .elementCount(shape: shape, expected: shape.elementCount, found: stored.count)
        }
        return try Self.textTensor(shape, stored.map { String(decoding: $0, as: UTF8.self) })
    }

    static func textTensor(_ shape: Shape, _ texts: [String]) throws(ModelFormatError) -> Tensor {
        guard let tensor = Tensor(shape, texts: texts) else { throw .limit(of: "different texts", maximum: InternedText.largestCount) }
        return tensor
    }

    /// Source: ONNX, `TensorProto.DataType`.
    static func elementType(_ dataType: Int32) throws(ModelFormatError) -> ElementType {
        switch dataType {
        case 1: return .float32
        case 2: return .uint8
        case 3: return .int8
        case 4: return .uint16
        case 5: return .int16
        case 6: return .int32
        case 7: return .int64
        case 8: return .string
        case 9: return .bool
        case 10: return .float16
        case 11: return .float64
        case 12: return .uint32
        case 13: return .uint64
        case 16: return .bfloat16
        case 14, 15: throw .unsupported("a tensor of complex numbers")
        case 17: return .float8e4m3fn
        case 18: return .float8e4m3fnuz
        case 19: return .float8e5m2
        case 20: return .float8e5m2fnuz
        case 21: return .uint4
        case 22: return .int4
        case 23: return .float4e2m1
        case 24: return .float8e8m0
        default: throw .unsupported("a tensor of the data type \(dataType)")
        }
    }
}
