import Tensors
import TestSupport
import Testing

@Suite struct NarrowFloatTests {
    struct Layout: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let format: NarrowFloat
        let largest: Float
        let smallest: Float
        var codes: [UInt8] = Array(0...255)
        var isUnsignedZero = false
    }

    static let layouts = [
        Layout(testDescription: "e4m3fn", format: .e4m3fn, largest: 448, smallest: 0x1p-9),
        Layout(testDescription: "e4m3fnuz", format: .e4m3fnuz, largest: 240, smallest: 0x1p-10, isUnsignedZero: true),
        Layout(testDescription: "e5m2", format: .e5m2, largest: 57344, smallest: 0x1p-16),
        Layout(testDescription: "e5m2fnuz", format: .e5m2fnuz, largest: 57344, smallest: 0x1p-17, isUnsignedZero: true),
        Layout(testDescription: "e2m1", format: .e2m1, largest: 6, smallest: 0.5, codes: Array(0...15)),
    ]

    @Test(arguments: layouts) func `every number survives the way to float32 and back`(_ layout: Layout) {
        let strangers = layout.codes.filter { code in
            let number = layout.format.number(code)
            return !number.isNaN && number.isFinite && layout.format.code(number, saturating: true) != code
        }
        #expect(strangers == [])
    }

    @Test(arguments: layouts) func `the range is that of the format`(_ layout: Layout) {
        let numbers = layout.codes.map(layout.format.number).filter { $0.isFinite }
        #expect(numbers.max() == layout.largest)
        #expect(numbers.filter { $0 > 0 }.min() == layout.smallest)
        #expect(numbers.contains { $0 == 0 && $0.sign == .minus } == !layout.isUnsignedZero)
    }

    @Test(arguments: layouts, [1, 2, 3] as [UInt64])
    func `a number becomes the nearest, ties the even code`(_ layout: Layout, seed: UInt64) {
        let finite = layout.codes.filter { layout.format.number($0).isFinite }
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let scale = Float(sign: .plus, exponent: Int.random(in: -18...15, using: &generator), significand: 1)
            let number = Float.random(in: -1...1, using: &generator) * scale
            guard abs(number) < layout.largest else { continue }
            let found = layout.format.number(layout.format.code(number, saturating: true))
            let distance = finite.map { abs(layout.format.number($0) - number) }.min()
            #expect(abs(found - number) == distance, "\(number), seed \(seed)")
        }
        let sorted = finite.filter { $0 < 128 && layout.codes.count > 16 || $0 < 8 }.sorted()
        for (low, high) in zip(sorted, sorted.dropFirst()) {
            let middle = (layout.format.number(low) + layout.format.number(high)) / 2
            #expect(layout.format.code(middle, saturating: true) == (low % 2 == 0 ? low : high))
        }
    }

    @Test func `what is too large becomes the largest number, or none`() {
        #expect([449, 464, 1e30, .infinity].map { NarrowFloat.e4m3fn.code($0, saturating: true) } == [0x7E, 0x7E, 0x7E, 0x7E])
        #expect([449, 464, 465, -.infinity].map { NarrowFloat.e4m3fn.code($0, saturating: false) } == [0x7E, 0x7E, 0x7F, 0xFF])
        #expect([61439, 61440, -.infinity].map { NarrowFloat.e5m2.code($0, saturating: false) } == [0x7B, 0x7C, 0xFC])
        #expect([250, -.infinity, .nan].map { NarrowFloat.e4m3fnuz.code($0, saturating: false) } == [0x80, 0x80, 0x80])
        #expect([-0.0, 1e-9, -1e-9].map { NarrowFloat.e5m2fnuz.code($0, saturating: false) } == [0, 0, 0])
        #expect([7, -100, -0.0].map { NarrowFloat.e2m1.code($0, saturating: false) } == [7, 15, 8])
    }

    @Test func `infinity and what is not a number have their codes`() {
        #expect(NarrowFloat.e5m2.number(0x7C) == .infinity)
        #expect(NarrowFloat.e5m2.number(0xFC) == -.infinity)
        for (format, code) in [(NarrowFloat.e5m2, 0x7D), (.e4m3fn, 0x7F), (.e4m3fn, 0xFF), (.e4m3fnuz, 0x80), (.e5m2fnuz, 0x80)] {
            #expect(format.number(UInt8(code)).isNaN)
        }
    }

    @Test func `powers of two have one byte`() {
        for code in UInt8(0)..<255 {
            for rounding in PowerRounding.allCases {
                #expect(PowerOfTwoScale.code(PowerOfTwoScale.number(code), rounding: rounding, saturating: true) == code)
            }
        }
        #expect(PowerOfTwoScale.number(255).isNaN)
        #expect([PowerRounding.up, .down, .nearest].map { PowerOfTwoScale.code(5, rounding: $0, saturating: true) } == [130, 129, 129])
        #expect([PowerRounding.up, .down, .nearest].map { PowerOfTwoScale.code(6, rounding: $0, saturating: true) } == [130, 129, 130])
        #expect(PowerOfTwoScale.code(.infinity, rounding: .up, saturating: true) == 254)
        #expect(PowerOfTwoScale.code(0, rounding: .up, saturating: false) == 255)
    }
}
