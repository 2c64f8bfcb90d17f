import Inference
import Tensors
import TestSupport
import Testing

@Suite struct BitwiseTests {
    @Test func `bits are combined one by one`() throws {
        let (a, b) = (Tensor([2, 2], elements: [0b1100, -1, 7, 0] as [Int32]), Tensor([2], elements: [0b1010, 5] as [Int32]))
        #expect(try compute("BitwiseAnd", [:], [a, b])[0].integers == [0b1000, 5, 2, 0])
        #expect(try compute("BitwiseOr", [:], [a, b])[0].integers == [0b1110, -1, 15, 5])
        #expect(try compute("BitwiseXor", [:], [a, b])[0].integers == [0b0110, -6, 13, 5])
        #expect(try compute("BitwiseNot", [:], [a])[0].integers == [-13, 0, -8, -1])
        #expect(throws: OperatorError.self) { try compute("BitwiseAnd", [:], [Tensor.counting([2]), Tensor.counting([2])]) }
    }

    @Test func `bits that are moved out are lost`() throws {
        let (a, b) = (Tensor([3], elements: [0b1000_0001, 255, 1] as [UInt8]), Tensor([3], elements: [1, 9, 7] as [UInt8]))
        #expect(try compute("BitShift", ["direction": .string("LEFT")], [a, b])[0].integers == [2, 0, 128])
        #expect(try compute("BitShift", ["direction": .string("RIGHT")], [a, b])[0].integers == [64, 0, 0])
        #expect(throws: OperatorError.self) { try compute("BitShift", [:], [a, b]) }
    }
}
