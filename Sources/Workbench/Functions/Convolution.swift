import Inference
import Tensors

/// Convolution, written to be read.
extension Function {
    static let conv2d = Function(
        "conv2d", "x", "kernel", "stride?", "padding?", "dilation?",
        summary: "x convolved as networks do it; a kernel [h, w] goes over every channel by itself, one [O, C, h, w] over all",
        shapes:
            "x is a plane [H, W], maps [C, H, W] or [1, C, H, W], or a picture [H, W, 3]; kernel [h, w] gives as many channels, kernel [O, C, h, w] gives O; "
            + "H' = ⌊(H + 2·padding − dilation·(h−1) − 1) / stride⌋ + 1"
    ) { arguments, session in
        let planes = try Planes(arguments.tensor("x"))
        let kernel = try arguments.tensor("kernel")
        let window = Window(
            height: try side(kernel, fromEnd: 2), width: try side(kernel, fromEnd: 1),
            stride: try arguments.integer("stride", in: 1...1024, default: 1),
            padding: try arguments.integer("padding", in: 0...1024, default: 0),
            dilation: try arguments.integer("dilation", in: 1...1024, default: 1))
        let result: Tensor
        switch kernel.shape.rank {
        case 2:
            let parts = try (0..<planes.count).map { channel in
                let plane = planes.tensor.part(channel).reshaped(to: [1, planes.height, planes.width])
                return try Value.tensor(
                    window.convolved(plane, kernel.reshaped(to: [1, 1, window.height, window.width]), session.control).part(0))
            }
            result = try Value(listing: parts).tensor()
        case 4 where kernel.shape[1] == planes.count: result = try window.convolved(planes.tensor, kernel, session.control)
        default: throw ValueError.shapes(rule: "a kernel [h, w], or [O, C, h, w] with the C of x", planes.tensor.shape, kernel.shape)
        }
        return .tensor(planes.restored(result))
    }

    private static func side(_ kernel: Tensor, fromEnd place: Int) throws(ValueError) -> Int {
        guard kernel.shape.rank >= 2, kernel.elementCount > 0 else {
            throw .unexpected(expected: "a kernel [h, w] or [O, C, h, w]", found: "a tensor \(kernel.shape.listed)")
        }
        return kernel.shape[kernel.shape.rank - place]
    }
}

/// How a kernel moves over a plane.
struct Window {
    let height: Int
    let width: Int
    let stride: Int
    let padding: Int
    let dilation: Int

    /// The number of places along a side of `extent`: ⌊(n + 2p − d(k−1) − 1)/s⌋ + 1.
    func places(extent: Int, size: Int) throws(ValueError) -> Int {
        let span = dilation * (size - 1) + 1
        let padded = extent + 2 * padding
        guard padded >= span else { throw .unexpected(expected: "a side of at least \(span) with its padding", found: String(padded)) }
        return (padded - span) / stride + 1
    }

    /// Planes `[C, H, W]` convolved with a kernel `[O, C, h, w]`: `[O, H', W']`.
    func convolved(_ planes: Tensor, _ kernel: Tensor, _ control: RunControl) throws -> Tensor {
        let (channels, rows, columns) = (planes.shape[0], planes.shape[1], planes.shape[2])
        let (outputs, outputRows, outputColumns) = (
            kernel.shape[0], try places(extent: rows, size: height), try places(extent: columns, size: width)
        )
        let shape = Shape([outputs, outputRows, outputColumns])
        _ = try shape.boundedElementCount()
        let (numbers, weights) = (planes.floats, kernel.floats)
        return try Tensor(shape) { destination in
            for output in 0..<outputs {
                for row in 0..<outputRows {
                    try control.checkCancellation()
                    for column in 0..<outputColumns {
                        var sum = 0.0
                        for channel in 0..<channels {
                            for i in 0..<height {
                                let y = row * stride - padding + i * dilation
                                guard (0..<rows).contains(y) else { continue }
                                for j in 0..<width {
                                    let x = column * stride - padding + j * dilation
                                    guard (0..<columns).contains(x) else { continue }
                                    let weight = weights[((output * channels + channel) * height + i) * width + j]
                                    sum += Double(weight) * Double(numbers[(channel * rows + y) * columns + x])
                                }
                            }
                        }
                        destination[(output * outputRows + row) * outputColumns + column] = Float(sum)
                    }
                }
            }
        }
    }
}
