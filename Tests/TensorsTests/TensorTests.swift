import Tensors
import TestSupport
import Testing

@Suite struct TensorTests {
    @Test func `parts and reshapes see the same elements`() {
        let tensor = Tensor([2, 3], [0, 1, 2, 3, 4, 5])
        #expect(tensor.part(1).floats == [3, 4, 5])
        #expect(tensor.reshaped(to: [3, 2]).part(2).floats == [4, 5])
        #expect(tensor.part(1).part(2).floats == [5])
        #expect(tensor.part(1).storage === tensor.storage)
    }

    @Test(
        arguments: [
            (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24), (0x03FF, 1023 * 0x1p-24), (0x0400, 0x1p-14),
            (0x7C00, .infinity), (0xFC00, -.infinity), (0x3555, 0.333_251_95), (0x8000, -0.0),
        ] as [(UInt16, Float)])
    func `half precision widens exactly`(bits: UInt16, expected: Float) {
        #expect(Float(halfBits: bits).bitPattern == expected.bitPattern)
    }

    @Test func `half precision keeps what is not a number`() { #expect(Float(halfBits: 0x7E01).isNaN) }

    @Test func `every element type converts to float32`() {
        #expect(Tensor([3], elements: [-1, 0, 7] as [Int64]).convertedToFloat32().floats == [-1, 0, 7])
        #expect(Tensor([2], elements: [0.5, -2] as [Double]).convertedToFloat32().floats == [0.5, -2])
        #expect(Tensor([2], elements: [200, 3] as [UInt8]).convertedToFloat32().floats == [200, 3])
        #expect(Tensor([2], elements: [true, false]).convertedToFloat32().floats == [1, 0])
        let half = Tensor([1], elements: [0x3F80] as [UInt16])
        #expect(Tensor(shape: [1], elementType: .bfloat16, storage: half.storage).convertedToFloat32().floats == [1])
        #expect(Tensor([2], elements: [3, -4] as [Int32]).integers == [3, -4])
        #expect(Tensor([1], [Float(3)]).integers == nil)
        #expect(Tensor([1], elements: [UInt64.max]).integers == nil)
    }

    @Test func `statistics leave out what is not finite and count it`() {
        let statistics = Tensor([6], [0, 1, 2, 3, .nan, .infinity]).statistics
        #expect(statistics.count == 4)
        #expect(statistics.nonFiniteCount == 2)
        #expect(statistics.minimum == 0)
        #expect(statistics.maximum == 3)
        #expect(statistics.mean == 1.5)
        #expect(abs(statistics.standardDeviation - 1.118_034) < 1e-6)
        #expect(statistics.energy == 3.5)
        #expect(statistics.sparsity == 0.25)
        #expect(Tensor([0], [Float]()).statistics.count == 0)
    }

    @Test func `storage is aligned for the widest registers`() {
        for count in [1, 7, 1000] {
            let address = Int(bitPattern: Tensor([count], repeating: 1).storage.bytes.baseAddress)
            #expect(address % TensorStorage.alignment == 0)
        }
    }
}
