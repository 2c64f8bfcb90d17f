import CImageCodecs

/// A part of a PNG file: its length, a name of four letters, data, a checksum.
///
/// Source: PNG Specification, Second Edition (ISO/IEC 15948:2003), 5.3 (chunk layout).
struct PNGChunk: Sendable {
    /// All of it, as it stands in the file.
    let bytes: [UInt8]

    init(_ name: StaticString, _ data: [UInt8]) {
        self.init(name, capacity: data.count) { output in
            output.baseAddress?.update(from: data, count: data.count)
            return data.count
        }
    }

    /// A number of four bytes.
    init(_ name: StaticString, bigEndian number: UInt32) {
        self.init(name, Self.bigEndian(number))
    }

    /// - Parameters:
    ///   - name: Of four letters.
    ///   - capacity: Room for the data.
    ///   - write: Writes the data, and says how many bytes they are.
    init(_ name: StaticString, capacity: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        bytes = [UInt8](unsafeUninitializedCapacity: capacity + 12) { output, written in
            guard let start = output.baseAddress else { return }
            let count = write(UnsafeMutableBufferPointer(start: start + 8, count: capacity))
            start.update(from: Self.bigEndian(UInt32(truncatingIfNeeded: count)), count: 4)
            (start + 4).update(from: name.utf8Start, count: 4)
            (start + 8 + count).update(from: Self.bigEndian(cimagecodecs_crc32(0, start + 4, count + 4)), count: 4)
            written = count + 12
        }
    }

    static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
