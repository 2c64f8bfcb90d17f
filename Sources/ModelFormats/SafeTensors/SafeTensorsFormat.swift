#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Tensors

/// Tensors by name behind a JSON header, with nothing in the file that could run.
///
/// Tensors view the mapped file.
///
/// Source: huggingface/safetensors, "Format".
package enum SafeTensorsFormat: ModelFormat {
    package static let name = "safetensors"

    /// The format's own limit.
    private static let maximumHeaderByteCount = 100_000_000

    package static func recognizes(_ file: MappedFile) -> Bool {
        guard file.byteCount > 8, file.bytes[8] == UInt8(ascii: "{") else { return false }
        return file.bytes[4..<8].allSatisfy { $0 == 0 }
    }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        var reader = ByteReader(file.contents)
        let headerByteCount = try reader.count(UInt64.self, "header")
        guard headerByteCount <= maximumHeaderByteCount else { throw .limit(of: "bytes in the header", maximum: maximumHeaderByteCount) }
        let header = try header(in: reader.part(headerByteCount, "header"))
        let buffer = try reader.part(reader.remainingByteCount, "tensors")
        var weights = StateDictionary()
        weights.metadata = header.metadata
        for (name, entry) in header.entries.sorted(by: { ($0.value.start, $0.key) < ($1.value.start, $1.key) }) {
            weights[name] = try ModelFormatError.located(in: "tensor '\(name)'") { () throws(ModelFormatError) in
                try tensor(entry, in: buffer)
            }
        }
        return .weights(weights)
    }

    private static func header(in region: FileRegion) throws(ModelFormatError) -> SafeTensorsHeader {
        do {
            return try JSONDecoder().decode(SafeTensorsHeader.self, from: Data(region.copiedBytes))
        } catch {
            throw .malformed(format: name, reason: "the header is not the JSON object expected")
        }
    }

    private static func tensor(_ entry: SafeTensorsHeader.Entry, in buffer: FileRegion) throws(ModelFormatError) -> Tensor {
        guard let elementType = SafeTensorsHeader.elementTypes[entry.dtype] else { throw .unsupported("the type '\(entry.dtype)'") }
        guard entry.data_offsets.count == 2, entry.shape.count <= 64 else {
            throw .malformed(format: name, reason: "expected a shape and two offsets")
        }
        let (start, end) = (entry.data_offsets[0], entry.data_offsets[1])
        guard 0 <= start, start <= end else { throw .malformed(format: name, reason: "numbers from byte \(start) to byte \(end)") }
        guard let region = buffer.part(offset: start, byteCount: end - start) else {
            throw .truncated(
                part: "numbers from byte \(start)", expectedByteCount: end - start, foundByteCount: max(0, buffer.byteCount - start))
        }
        return try region.tensor(shape: Shape(entry.shape), elementType: elementType)
    }
}

/// The header: a description for each tensor, and text about the file.
struct SafeTensorsHeader: Decodable {
    struct Entry: Decodable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]

        /// The first byte of the numbers, for the order of the file.
        var start: Int { data_offsets.first ?? 0 }
    }

    private(set) var entries: [String: Entry] = [:]
    private(set) var metadata: [String: String] = [:]

    static let elementTypes: [String: ElementType] = [
        "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "F8_E4M3": .float8e4m3fn, "F8_E5M2": .float8e5m2,
        "F8_E8M0": .float8e8m0, "I64": .int64, "I32": .int32, "I16": .int16, "I8": .int8,
        "U64": .uint64, "U32": .uint32, "U16": .uint16, "U8": .uint8, "BOOL": .bool,
    ]

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for key in container.allKeys {
            if key.stringValue == "__metadata__" {
                metadata = try container.decode([String: String].self, forKey: key)
            } else {
                entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
            }
        }
    }
}
