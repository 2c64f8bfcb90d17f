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

    @Test func `a picture has the colors of the levels, and one of its own for what is not finite`() throws {
        let numbers = Tensor([2, 3], [0, 1, -5, 0.5, .nan, 9])
        let picture = try scale(0, 1).picture(of: numbers, ColorScale.samples(.gray))
        let levels = Colormap.gray.levels
        let colors = [
            levels[0], levels[levels.count - 1], levels[0], levels[levels.count / 2], ColorScale.signal, levels[levels.count - 1],
        ]
        #expect((picture.heightInPixels, picture.widthInPixels, picture.channelCount) == (2, 3, 3))
        #expect(picture.samples == colors.flatMap { [$0.red, $0.green, $0.blue] })
    }

    @Test(arguments: 1...3) func `a canvas is filled with its color, and a picture lies on it`(scale: Int) {
        var canvas = PixelCanvas(heightInPixels: 8, widthInPixels: 9, filledWith: RGB(1, 2, 3))
        let colors: [[UInt8]] = [[9, 8, 7], [6, 5, 4], [0, 255, 0], [9, 8, 7]]
        canvas.place(
            Image(heightInPixels: 2, widthInPixels: 2, channelCount: 3, samples: colors.flatMap(\.self)), scale: scale, row: 1, column: 2)
        let expected = (0..<72).flatMap { pixel in
            let (row, column) = (pixel / 9 - 1, pixel % 9 - 2)
            let isPainted = (0..<2 * scale).contains(row) && (0..<2 * scale).contains(column)
            return isPainted ? colors[row / scale * 2 + column / scale] : [1, 2, 3]
        }
        #expect(canvas.image.samples == expected)
    }
}
