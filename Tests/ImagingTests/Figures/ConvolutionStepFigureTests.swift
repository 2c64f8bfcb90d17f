import Imaging
import Tensors
import TestSupport
import Testing

struct ConvolutionStepFigureTests {
    /// A step of a 3x3 kernel over an input of some size, with some numbers.
    private func figure(_ numbers: [Float], height: Int, width: Int, channels: Int, done: Int) -> ConvolutionStepFigure {
        let patch = (0..<9).map { $0 == 4 ? nil : Double(numbers[$0 % numbers.count]) }
        let parts = (0..<channels).map { channel in
            ConvolutionStepFigure.Part(
                name: "input:\(channel)", patch: patch, kernel: [1, 0, -1, 2, 0, -2, 1, 0, -1],
                products: patch.enumerated().map { ($1 ?? 0) * Double($0) }, sum: 3)
        }
        let plane = Tensor([height, width], (0..<height * width).map { numbers[$0 % numbers.count] })
        let geometry = ConvolutionStepFigure.Geometry(kernel: [3, 3], dilations: [1, 1], padding: [1, 1, 1, 1], corner: [-1, -1])
        return ConvolutionStepFigure(
            caption: "conv1:3", parts: parts, total: "3 = 3", geometry: geometry, input: plane, output: plane, doneCount: done)
    }

    @Test(arguments: FigureProperties.difficult.map(\.0)) func `difficult numbers are drawn`(name: String) throws {
        let numbers = try #require(FigureProperties.difficult.first { $0.0 == name }?.1)
        let drawn = try figure(numbers, height: 3, width: 4, channels: 2, done: 5).figure(on: .test)
        #expect(drawn.image.heightInPixels <= 300 && drawn.image.widthInPixels <= 400)
        #expect(drawn.image.colorCount <= 256)
    }

    @Test(arguments: [(1, 1, 1), (5, 40, 3), (200, 300, 3), (60, 7, 1)], [(41, 41), (300, 200), (900, 700)])
    func `any size fits any canvas with few colors enough`(size: (Int, Int, Int), room: (Int, Int)) throws {
        let numbers = (0..<997).map { Float($0 % 255) - 100 }
        let canvas = FigureCanvas(widthInPixels: room.0, heightInPixels: room.1)
        let drawn = try figure(numbers, height: size.0, width: size.1, channels: size.2, done: 1).figure(on: canvas)
        #expect(drawn.image.heightInPixels <= room.1 && drawn.image.widthInPixels <= room.0)
        #expect(drawn.image.colorCount <= 256)
    }

    @Test func `what is not done yet is not shown`() throws {
        let numbers: [Float] = [-4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8]
        let first = try figure(numbers, height: 3, width: 4, channels: 1, done: 1).figure(on: .test)
        let last = try figure(numbers, height: 3, width: 4, channels: 1, done: 12).figure(on: .test)
        #expect(first.image != last.image)
    }

    @Test func `in words it is the patch, the kernel and the products`() throws {
        let drawn = try figure([1, 2, 3], height: 3, width: 4, channels: 1, done: 1).figure(on: .test)
        #expect(drawn.textTwin.count == 5)
        #expect(drawn.textTwin[1].split(separator: " ").map(String.init) == ["1", "2", "3", "1", "0", "-1", "0", "2", "6"])
        #expect(drawn.textTwin[2].contains("·"))
        #expect(drawn.textTwin[4] == "  3 = 3")
    }

    @Test func `too little room is said`() {
        #expect(throws: FigureError.canvasTooSmall(widthInPixels: 10, heightInPixels: 300)) {
            try figure([1], height: 3, width: 4, channels: 1, done: 1).figure(on: FigureCanvas(widthInPixels: 10, heightInPixels: 300))
        }
    }
}
