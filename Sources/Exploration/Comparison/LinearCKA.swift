import Inference
import Tensors

/// How alike two layers see the same things, whatever basis they see them in: linear centered kernel alignment.
///
/// Every sample is a vector of one number a channel. With `K` the centered products of all pairs of samples in one layer and `L` those in
/// the other, the similarity is `⟨K, L⟩ / (‖K‖ ‖L‖)`: 1 where one layer's samples are a rotation and a scaling of the other's.
///
/// Source: Kornblith, Norouzi, Lee, Hinton, "Similarity of neural network representations revisited", ICML 2019, arXiv:1905.00414.
package struct LinearCKA: Sendable {
    /// The centered products `[n, n]`, divided by their norm; `nil` where the layer has no variation.
    private let kernel: Tensor?

    /// - Parameter samples: `[n, C]`.
    package init(samples: Tensor, in context: RunContext) throws {
        let centered = Self.centered(samples)
        let product = try Gemm(attributes: ["transB": .int(1)], operatorSet: 17).run([centered, centered], in: context)
        guard let products = product.first else {
            kernel = nil
            return
        }
        let norm = withExtendedLifetime(products.storage) { products.floatElements.reduce(0.0) { $0 + Double($1) * Double($1) } }
            .squareRoot()
        kernel = norm > 0 && norm.isFinite ? Self.scaled(products, by: 1 / norm) : nil
    }

    /// The similarity of two layers over the same samples, `0...1`; `nil` where one of them has no variation.
    package func similarity(to other: LinearCKA) -> Double? {
        guard let kernel, let otherKernel = other.kernel, kernel.shape == otherKernel.shape else { return nil }
        return withExtendedLifetime((kernel.storage, otherKernel.storage)) {
            zip(kernel.floatElements, otherKernel.floatElements).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    private static func centered(_ samples: Tensor) -> Tensor {
        let (count, channelCount) = (samples.shape[0], samples.shape[1])
        var means = [Double](repeating: 0, count: channelCount)
        let source = samples.floats
        for index in source.indices { means[index % channelCount] += Double(source[index]) }
        return Tensor(samples.shape) { destination in
            for index in source.indices { destination[index] = Float(Double(source[index]) - means[index % channelCount] / Double(count)) }
        }
    }

    private static func scaled(_ tensor: Tensor, by factor: Double) -> Tensor {
        Tensor(tensor.shape, tensor.floats.map { Float(Double($0) * factor) })
    }
}

extension Tensor {
    /// Maps `[C, H, W]` as samples `[rows · columns, C]`: the means over the parts of a grid that is no finer than the maps.
    package func samples(rows: Int, columns: Int) -> Tensor {
        let (channelCount, height, width) = (shape[0], shape[1], shape[2])
        let (rows, columns) = (min(max(1, rows), height), min(max(1, columns), width))
        let source = floats
        return Tensor([rows * columns, channelCount]) { destination in
            for row in 0..<rows {
                let ys = row * height / rows..<(row + 1) * height / rows
                for column in 0..<columns {
                    let xs = column * width / columns..<(column + 1) * width / columns
                    for channel in 0..<channelCount {
                        var sum: Float = 0
                        for y in ys { for x in xs { sum += source[(channel * height + y) * width + x] } }
                        destination[(row * columns + column) * channelCount + channel] = sum / Float(ys.count * xs.count)
                    }
                }
            }
        }
    }
}
