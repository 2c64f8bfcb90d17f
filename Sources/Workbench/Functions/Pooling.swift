import Tensors

/// Pooling, written to be read.
extension Function {
    static let pool = Function(
        "pool", "x", "size", "kind?", "stride?", summary: "the 'max' or the 'mean' of squares of x, which lie beside one another",
        shapes: "x is a plane [H, W], maps [C, H, W] or [1, C, H, W], or a picture [H, W, 3]; H' = ⌊(H − size) / stride⌋ + 1"
    ) { arguments, session in
        let planes = try Planes(arguments.tensor("x"))
        let size = try arguments.integer("size", in: 1...1024)
        let kind = arguments.has("kind") ? try arguments["kind"].string() : "max"
        guard kind == "max" || kind == "mean" else { throw ValueError.unexpected(expected: "'max' or 'mean'", found: "'\(kind)'") }
        let window = Window(
            height: size, width: size, stride: try arguments.integer("stride", in: 1...1024, default: size), padding: 0, dilation: 1)
        let shape = Shape([
            planes.count, try window.places(extent: planes.height, size: size), try window.places(extent: planes.width, size: size),
        ])
        let numbers = planes.tensor.floats
        let pooled = try Tensor(shape) { destination in
            var index = 0
            for channel in 0..<shape[0] {
                for row in 0..<shape[1] {
                    try session.control.checkCancellation()
                    for column in 0..<shape[2] {
                        var (greatest, sum) = (-Float.infinity, 0.0)
                        for y in row * window.stride..<row * window.stride + size {
                            for x in column * window.stride..<column * window.stride + size {
                                let number = numbers[(channel * planes.height + y) * planes.width + x]
                                if number > greatest || number.isNaN { greatest = number }
                                sum += Double(number)
                            }
                        }
                        destination[index] = kind == "max" ? greatest : Float(sum / Double(size * size))
                        index += 1
                    }
                }
            }
        }
        return .tensor(planes.restored(pooled))
    }
}
