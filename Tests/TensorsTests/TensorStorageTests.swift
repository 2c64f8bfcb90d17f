import Tensors
import Testing

/// Memory that notes what it may let go of.
private final class NotingMemory: RecoverableMemory {
    let bytes: UnsafeMutableRawBufferPointer
    var released: [Range<Int>] = []

    init(_ numbers: [UInt8]) {
        bytes = .allocate(byteCount: numbers.count, alignment: 64)
        bytes.copyBytes(from: numbers)
    }

    deinit { bytes.deallocate() }

    func release(_ part: UnsafeRawBufferPointer) {
        guard let start = part.baseAddress, let first = bytes.baseAddress else { return }
        released.append(start - UnsafeRawPointer(first)..<start - UnsafeRawPointer(first) + part.count)
    }
}

@Suite struct TensorStorageTests {
    private let source = NotingMemory(Array(0..<100))
    private let target = NotingMemory([UInt8](repeating: 255, count: 90))

    /// A copy of bytes 3..<93 that is made when it is first needed.
    private func copy() -> TensorStorage {
        let original = TensorStorage(borrowing: UnsafeRawBufferPointer(rebasing: source.bytes[3..<93]), from: source)
        return TensorStorage(borrowing: target.bytes, from: target, copying: original)
    }

    @Test func `bytes are read in place until somebody needs the copy`() {
        let storage = copy()
        #expect(storage.bytesInPlace.elementsEqual(3..<93))
        #expect(storage.bytesInPlace.baseAddress != UnsafeRawPointer(target.bytes.baseAddress))
        #expect(target.bytes[0] == 255)
        #expect(storage.bytes.elementsEqual(3..<93))
        #expect(storage.bytesInPlace.baseAddress == UnsafeRawPointer(target.bytes.baseAddress))
        #expect(source.released == [3..<93])
    }

    @Test func `bytes that are read again are copied`() {
        let storage = copy()
        #expect(storage.bytesForReading.baseAddress != UnsafeRawPointer(target.bytes.baseAddress))
        for _ in 0..<2 { #expect(storage.bytesForReading.baseAddress == UnsafeRawPointer(target.bytes.baseAddress)) }
        #expect(storage.bytesForReading.elementsEqual(3..<93))
    }

    @Test func `what has been read is let go of where it comes from`() {
        let storage = copy()
        let tensor = Tensor(shape: [5], elementType: .float32, storage: storage, byteOffset: 10)
        tensor.release(4..<12)
        #expect(source.released == [17..<25])
        #expect(target.released.isEmpty)
        TensorStorage(byteCount: 8).release(0..<8)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 100, 1000]) func `statistics are those of a plain loop`(count: Int) {
        var generator = RandomNumbers(seed: UInt64(count))
        var numbers = (0..<count).map { _ in generator.nextUnit() * 8 - 4 }
        for index in stride(from: 5, to: count, by: 7) { numbers[index] = [0, .nan, .infinity, -.infinity, -0.0][index % 5] }
        let finite = numbers.filter(\.isFinite)
        let statistics = Tensor([count], numbers).statistics
        #expect(statistics.count == finite.count)
        #expect(statistics.nonFiniteCount == count - finite.count)
        #expect(statistics.minimum == finite.min() ?? 0)
        #expect(statistics.maximum == finite.max() ?? 0)
        guard !finite.isEmpty else { return }
        let mean = finite.reduce(0.0) { $0 + Double($1) } / Double(finite.count)
        let energy = finite.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(finite.count)
        #expect(abs(Double(statistics.mean) - mean) < 1e-6)
        #expect(abs(Double(statistics.energy) - energy) < 1e-5)
        #expect(abs(Double(statistics.standardDeviation) - (energy - mean * mean).squareRoot()) < 1e-5)
        #expect(statistics.sparsity == Float(finite.count { $0 == 0 }) / Float(finite.count))
    }
}
