import Glibc
import Inference
import Tensors

/// The orthonormal cosine transform (DCT-II) of planes, as products with its matrices.
///
/// It is the Fourier transform of a plane that is mirrored at its borders: real, and free of the seam that a periodic one has there.
/// Its inverse is its transpose, and so its gradient is the transform itself.
///
/// Source: Ahmed, Natarajan, Rao, "Discrete cosine transform", 1974, doi:10.1109/T-C.1974.223784.
package struct CosineTransform: Sendable {
    package let height: Int
    package let width: Int
    /// `[n, n]`, a row a frequency.
    private let rows: Tensor
    private let columns: Tensor

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
        rows = Self.matrix(height)
        columns = Self.matrix(width)
    }

    /// Spectra `[C, H, W]` of planes `[C, H, W]`.
    package func spectra(of planes: Tensor, in context: RunContext) throws -> Tensor {
        try applied(to: planes, transposed: true, in: context)
    }

    /// Planes `[C, H, W]` of spectra `[C, H, W]`.
    package func planes(of spectra: Tensor, in context: RunContext) throws -> Tensor {
        try applied(to: spectra, transposed: false, in: context)
    }

    /// Cycles per pixel of the coefficient at a row and a column, `0…0.71`.
    package func frequency(row: Int, column: Int) -> Double {
        let (y, x) = (Double(row) / Double(2 * height), Double(column) / Double(2 * width))
        return (x * x + y * y).squareRoot()
    }

    private func applied(to planes: Tensor, transposed: Bool, in context: RunContext) throws -> Tensor {
        let channelCount = planes.shape[0]
        let right = try Gemm(attributes: ["transB": .int(transposed ? 1 : 0)], operatorSet: 17)
        let left = try Gemm(attributes: ["transA": .int(transposed ? 0 : 1)], operatorSet: 17)
        let wide = planes.reshaped(to: [channelCount * height, width])
        let half = try right.run([wide, columns], in: context)[0].reshaped(to: [channelCount, height, width])
        let whole = try (0..<channelCount).map { try left.run([rows, half.part($0)], in: context)[0] }
        return Tensor(planes.shape, whole.flatMap(\.floats))
    }

    private static func matrix(_ count: Int) -> Tensor {
        Tensor([count, count]) { matrix in
            for frequency in 0..<count {
                let norm = (frequency == 0 ? 1.0 : 2.0) / Double(count)
                for place in 0..<count {
                    let angle = Double.pi * Double(frequency) * (Double(place) + 0.5) / Double(count)
                    matrix[frequency * count + place] = Float(norm.squareRoot() * cos(angle))
                }
            }
        }
    }
}
