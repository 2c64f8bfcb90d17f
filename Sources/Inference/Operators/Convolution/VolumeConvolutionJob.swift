import CKernels
import COpenBLAS
import Tensors

/// One convolution over three spatial axes: for each map of the output, the columns of all maps of the input under the window are
/// gathered one behind another and multiplied at once.
///
/// Holds plain pointers, valid while ``run(in:)`` runs; every part writes its own places of the output.
struct VolumeConvolutionJob: @unchecked Sendable {
    let input: UnsafePointer<Float>
    let weights: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// `[N, C, D, H, W]`
    let inputShape: Shape
    /// `[O, C / group, kD, kH, kW]`
    let weightShape: Shape
    let group: Int
    let window: ResolvedWindow
    /// The window over height and width.
    let plane: CnnsWindow
    let epilogue: Epilogue

    private var inputPlane: Int { plane.inputHeight * plane.inputWidth }
    private var outputPlane: Int { plane.outputHeight * plane.outputWidth }
    /// Terms of one sum: the height of the column matrix.
    private var termCount: Int { weightShape.dimensions[1...].reduce(1, *) }

    /// Columns gathered at once, in elements; but never fewer pixels than make a product worth its while.
    private static let columnBudget = 512 * 1024
    private static let fewestPixels = 192

    func run(in context: RunContext) {
        let parts = inputShape[0] * group * window.depth.output
        let pixelCount = max(1, min(outputPlane, max(Self.fewestPixels, Self.columnBudget / max(1, termCount))))
        context.parallel(parts, grain: max(1, 100_000 / max(1, termCount * pixelCount))) { indices in
            let storage = TensorStorage(byteCount: termCount * pixelCount * MemoryLayout<Float>.stride)
            withExtendedLifetime(storage) {
                guard let columns = storage.bytes.bindMemory(to: Float.self).baseAddress else { return }
                for index in indices {
                    let (rest, z) = index.quotientAndRemainder(dividingBy: window.depth.output)
                    for first in stride(from: 0, to: outputPlane, by: pixelCount) {
                        let pixels = first..<min(outputPlane, first + pixelCount)
                        compute(Piece(image: rest / group, part: rest % group, z: z, pixels: pixels), columns: columns)
                    }
                }
            }
        }
    }

    /// Some pixels of one map of the output, in all channels of a group.
    private struct Piece {
        let image: Int
        let part: Int
        let z: Int
        let pixels: Range<Int>
    }

    /// `output[O / g, pixels] = weights[O / g, terms] × columns[terms, pixels]`
    private func compute(_ piece: Piece, columns: UnsafeMutablePointer<Float>) {
        gather(piece, into: columns)
        let count = piece.pixels.count
        let channelCount = weightShape[0] / group
        let channelStride = window.depth.output * outputPlane
        let first = piece.part * channelCount
        let place = (piece.image * weightShape[0] + first) * channelStride + piece.z * outputPlane + piece.pixels.lowerBound
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(channelCount), blasint(count), blasint(termCount), 1,
            weights + first * termCount, blasint(termCount), columns, blasint(count), 0, output + place, blasint(channelStride))
        guard !epilogue.isIdentity else { return }
        epilogue.withKernelArguments(channel: first, place: place) {
            cnns_epilogue(output + place, channelCount, count, channelStride, $0)
        }
    }

    /// The rows of the column matrix in the order of the weights: channels, then the kernel's layers, rows and columns.
    private func gather(_ piece: Piece, into columns: UnsafeMutablePointer<Float>) {
        let depths = window.depths(of: piece.z)
        let blockCount = window.kernel[1] * window.kernel[2] * piece.pixels.count
        var block = columns
        for channel in 0..<weightShape[1] {
            let volume = (piece.image * inputShape[1] + piece.part * weightShape[1] + channel) * window.depth.input
            for depth in depths {
                if window.contains(depth: depth) {
                    withUnsafePointer(to: plane) {
                        cnns_im2col(input + (volume + depth) * inputPlane, 1, $0, piece.pixels.lowerBound, piece.pixels.count, block)
                    }
                } else {
                    UnsafeMutableBufferPointer(start: block, count: blockCount).update(repeating: 0)
                }
                block += blockCount
            }
        }
    }
}
