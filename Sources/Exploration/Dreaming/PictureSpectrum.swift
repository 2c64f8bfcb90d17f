import Glibc
import Inference
import Tensors

/// A picture by its coefficients: cosine frequencies weighted as natural pictures have them, in decorrelated colors.
///
/// A step along the gradient of these coefficients moves coarse and fine structure, and brightness and color, at a like pace; in pixels it
/// would end in noise.
///
/// Source: Olah, Mordvintsev, Schubert, "Feature Visualization", Distill 2017, doi:10.23915/distill.00007, and the color statistics of
/// ImageNet published with it.
package struct PictureSpectrum: Sendable {
    package let channelCount: Int
    package let height: Int
    package let width: Int
    private let transform: CosineTransform
    /// The weight of each coefficient of a plane.
    private let weights: [Float]

    /// - Parameter channelCount: 3 for red, green, blue; any other number of channels is not decorrelated.
    package init(channelCount: Int, height: Int, width: Int) {
        self.channelCount = channelCount
        self.height = height
        self.width = width
        transform = CosineTransform(height: height, width: width)
        let least = 1 / Double(max(height, width))
        weights = (0..<height * width).map { [transform] index in
            Float(Self.gain / max(transform.frequency(row: index / width, column: index % width), least))
        }
    }

    private static let gain = 0.25
    /// Deviation of the coefficients to begin with.
    private static let deviation: Float = 0.01

    package var shape: Shape { [channelCount, height, width] }

    /// Small random coefficients `[C, H, W]`.
    package func start(using random: inout RandomNumbers) -> Tensor {
        Tensor(shape) { coefficients in
            for index in stride(from: 0, to: coefficients.count, by: 2) {
                let pair = random.nextNormalPair()
                coefficients[index] = Float(pair.0) * Self.deviation
                if index + 1 < coefficients.count { coefficients[index + 1] = Float(pair.1) * Self.deviation }
            }
        }
    }

    /// The picture `[C, H, W]` of coefficients, `0...1`.
    package func picture(of coefficients: Tensor, in context: RunContext) throws -> Tensor {
        let planes = try transform.planes(of: weighted(coefficients), in: context)
        let colors = mixed(planes, transposed: false)
        return Tensor(shape, colors.floats.map { 1 / (1 + exp(-$0)) })
    }

    /// The gradient with respect to the coefficients, from that with respect to the picture.
    package func gradient(of gradient: Tensor, at picture: Tensor, in context: RunContext) throws -> Tensor {
        let slopes = Tensor(shape, zip(gradient.floats, picture.floats).map { $0 * $1 * (1 - $1) })
        return weighted(try transform.spectra(of: mixed(slopes, transposed: true), in: context))
    }

    private func weighted(_ coefficients: Tensor) -> Tensor {
        let area = height * width
        let source = coefficients.floats
        return Tensor(shape) { destination in
            for index in destination.indices { destination[index] = source[index] * weights[index % area] }
        }
    }

    /// Red, green and blue of decorrelated channels, or the gradient of those from that of red, green and blue.
    private func mixed(_ planes: Tensor, transposed: Bool) -> Tensor {
        guard channelCount == 3 else { return planes }
        let area = height * width
        let source = planes.floats
        return Tensor(shape) { destination in
            for row in 0..<3 {
                let weights = (0..<3).map { transposed ? Self.colors[$0][row] : Self.colors[row][$0] }
                for place in 0..<area {
                    destination[row * area + place] =
                        weights[0] * source[place] + weights[1] * source[area + place] + weights[2] * source[2 * area + place]
                }
            }
        }
    }

    /// The square root of the covariance of ImageNet's red, green and blue, divided by the greatest norm of its columns.
    private static let colors: [[Float]] = {
        let root: [[Float]] = [[0.26, 0.09, 0.02], [0.27, 0, -0.05], [0.27, -0.09, 0.03]]
        let norms = (0..<3).map { column in root.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot() }
        let greatest = norms.max() ?? 1
        return root.map { $0.map { $0 / greatest } }
    }()
}
