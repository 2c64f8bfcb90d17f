import Inference
import Tensors
import Testing

struct CastTests {
    private func cast(_ x: Tensor, to code: Int) throws -> Tensor { try compute("Cast", ["to": .int(code)], [x])[0] }

    private func bits(_ x: Tensor) -> [UInt16] { x.bytes.withMemoryRebound(to: UInt16.self) { Array($0) } }

    @Test func `float16 rounds to the nearest, ties to even`() throws {
        let x: [Float] = [1, 1 + 0x1p-11, 1 + 0x3p-11, 65504, 65519.9, 65520, 0x1p-24, 0x1p-25, 0x1.8p-25, -0.0, .infinity, -2]
        let y = try cast(Tensor([x.count], x), to: 10)
        #expect(bits(y) == [0x3C00, 0x3C00, 0x3C02, 0x7BFF, 0x7BFF, 0x7C00, 1, 0, 1, 0x8000, 0x7C00, 0xC000])
    }

    @Test func `bfloat16 rounds to the nearest, ties to even`() throws {
        let x: [Float] = [1, 1 + 0x1p-8, 1 + 0x3p-8, 3.4e38, -.infinity]
        let y = try cast(Tensor([x.count], x), to: 16)
        #expect(bits(y) == [0x3F80, 0x3F80, 0x3F82, 0x7F80, 0xFF80])
    }

    @Test func `every float16 survives the way to float32 and back`() throws {
        let storage = TensorStorage(byteCount: 1 << 17)
        let patterns = storage.bytes.bindMemory(to: UInt16.self)
        for index in 0..<1 << 16 { patterns[index] = UInt16(index) }
        let x = Tensor(shape: [1 << 16], elementType: .float16, storage: storage)
        let back = bits(try cast(cast(x, to: 1), to: 10))
        let strangers = (0..<1 << 16).filter { $0 & 0x7FFF <= 0x7C00 && back[$0] != UInt16($0) }
        #expect(strangers == [])
    }

    @Test func `float64 is rounded once on its way to float16`() throws {
        let justAboveTie = 1 + 0x1p-11 + 0x1p-40
        #expect(bits(try cast(Tensor([1], elements: [justAboveTie]), to: 10)) == [0x3C01])
    }

    @Test func `numbers beyond an integer type become its ends`() throws {
        let x = Tensor([5], [.nan, .infinity, -1e30, 2.9, -2.9])
        #expect(try cast(x, to: 6).array(of: Int32.self) == [0, .max, .min, 2, -2])
        #expect(try cast(x, to: 2).array(of: UInt8.self) == [0, 255, 0, 2, 0])
    }

    @Test func `integers lose their upper bits`() throws {
        let x = Tensor([3], elements: [Int64(257), -1, 1 << 40])
        #expect(try cast(x, to: 2).array(of: UInt8.self) == [1, 255, 0])
        #expect(try cast(x, to: 9).array(of: Bool.self) == [true, true, true])
    }

    @Test func `a type that no tensor can have is refused`() {
        #expect(throws: OperatorError.unsupported("element type 14")) { try cast(Tensor([1], [0]), to: 14) }
        #expect(throws: OperatorError.missingAttribute(name: "to")) { try compute("Cast", [:], [Tensor([1], [0])]) }
    }
}
