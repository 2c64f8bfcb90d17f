import Tensors
import TestSupport
import Testing

@testable import Imaging

@Suite struct ColorScaleTests {
    private func scale(_ low: Float, _ high: Float) throws -> ColorScale { try ColorScale(.range(low, high), for: Statistics()) }

    @Test(arguments: [
        (Float(-2), Float(2)), (0, 1), (-.greatestFiniteMagnitude, .greatestFiniteMagnitude), (0, .leastNonzeroMagnitude), (1e30, 3e38),
    ])
    func `a level is the rounded share of the way from low to high`(low: Float, high: Float) throws {
        let shares = (-20...520).map { Float($0) / 500 }
        let special: [Float] = [.nan, .infinity, -.infinity, -0.0, low, high, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]
        let numbers = shares.map { Float(Double(low) + Double($0) * (Double(high) - Double(low))) } + special
        let top = Double(Colormap.levelCount - 1)
        let expected = numbers.map { number -> UInt8 in
            guard number.isFinite else { return ColorScale.signalLevel }
            let position = (Double(number) - Double(low)) * (top / (Double(high) - Double(low)))
            return UInt8(min(max(position, 0), top).rounded())
        }
        #expect(try numbers.withUnsafeBufferPointer { try scale(low, high).levels($0) } == expected)
    }

    @Test func `a canvas is filled with its color, and cells are painted in those of the palette`() {
        var canvas = PixelCanvas(heightInPixels: 4, widthInPixels: 5, filledWith: RGB(1, 2, 3))
        canvas.paint([0, 1, 2, 0], widthInCells: 2, palette: [RGB(9, 8, 7), RGB(6, 5, 4), RGB(0, 255, 0)], scale: 1, row: 1, column: 2)
        let painted: [Int: [UInt8]] = [7: [9, 8, 7], 8: [6, 5, 4], 12: [0, 255, 0], 13: [9, 8, 7]]
        #expect(canvas.image.samples == (0..<20).flatMap { painted[$0] ?? [1, 2, 3] })
    }
}
