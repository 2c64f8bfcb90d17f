import Imaging

/// Bytes being written: `reserve` room once, then write without checks.
struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// Makes sure that `additional` bytes can be written; whoever writes has reserved.
    @inline(__always)
    mutating func reserve(_ additional: Int) {
        if capacity - count < additional { grow(additional) }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let bigger = max(capacity * 2, count + additional)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: bigger)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = bigger
    }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    /// Writes a number of at most `maximumDigitCount` digits.
    @inline(__always)
    mutating func write(decimal value: Int) {
        if value < 10 {
            write(UInt8(truncatingIfNeeded: 48 + value))
        } else {
            writeDigits(value)
        }
    }

    private mutating func writeDigits(_ value: Int) {
        var divisor = 10
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            write(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
            divisor /= 10
        }
    }

    static var maximumDigitCount: Int { 19 }

    /// Reserves and writes.
    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Reserves and writes.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Reserves and writes.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count)
        guard let start = bytes.baseAddress else { return }
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// Reserves, and writes the bytes in base64 with padding.
    mutating func append(base64 bytes: UnsafeBufferPointer<UInt8>) {
        reserve(Base64.encodedCount(of: bytes.count))
        count += Base64.encode(bytes, to: base + count)
    }

    /// What was written.
    var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: base, count: count))
    }
}
