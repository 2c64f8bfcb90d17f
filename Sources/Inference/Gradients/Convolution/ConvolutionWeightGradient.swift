import COpenBLAS
import CKernels
import Tensors

/// The gradient of a convolution's weights: for each group the outputs' gradient times the transposed columns of the input, summed
/// over the images.
///
/// Holds plain pointers, valid while ``run(in:)`` runs; every thread writes the weights of its own input channels.
struct ConvolutionWeightGradient: @unchecked Sendable {
    /// `[N, C, H, W]`.
    let input: UnsafePointer<Float>
    /// `[N, O, H′, W′]`.
    let outputGradient: UnsafePointer<Float>
    /// `[O, C / group, kH, kW]`, zero before.
    let result: UnsafeMutablePointer<Float>
    let inputShape: Shape
    let weightShape: Shape
    let group: Int
    let window: CnnsWindow

    private var outputsPerGroup: Int { weightShape[0] / group }
    private var channelsPerGroup: Int { weightShape[1] }
    private var kernelArea: Int { window.kernelHeight * window.kernelWidth }

    /// Elements of the columns that are gathered at once.
    private static let columnBudget = 192 * 1024

    func run(in context: RunContext) {
        context.parallel(channelsPerGroup) { channels in
            for image in 0..<inputShape[0] {
                for part in 0..<group { add(image: image, group: part, channels: channels) }
            }
        }
    }

    /// Adds what one image has to say about the weights of some input channels.
    private func add(image: Int, group part: Int, channels: Range<Int>) {
        let maps = input + (image * inputShape[1] + part * channelsPerGroup + channels.lowerBound) * window.planes.input
        let gradient = outputGradient + (image * weightShape[0] + part * outputsPerGroup) * window.planes.output
        let filters = result + (part * outputsPerGroup * channelsPerGroup + channels.lowerBound) * kernelArea
        let terms = channels.count * kernelArea
        let pixelsAtOnce = min(window.planes.output, max(64, Self.columnBudget / terms))
        withScratch(terms * pixelsAtOnce) { columns in
            for pixel in stride(from: 0, to: window.planes.output, by: pixelsAtOnce) {
                let count = min(pixelsAtOnce, window.planes.output - pixel)
                withUnsafePointer(to: window) { cnns_im2col(maps, channels.count, $0, pixel, count, columns) }
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, blasint(outputsPerGroup), blasint(terms), blasint(count), 1, gradient + pixel,
                    blasint(window.planes.output), columns, blasint(count), 1, filters, blasint(channelsPerGroup * kernelArea))
            }
        }
    }
}

extension ConvolutionWeightGradient {
    /// The gradient of weights of a shape, `[O, C / group, …]`, over one to three spatial axes.
    ///
    /// - Parameters:
    ///   - input: What the weights were multiplied with, `[N, C, …]`.
    ///   - outputGradient: The gradient of what that gave, `[N, O, …]`.
    ///   - window: As it lies over the input.
    static func tensor(
        _ shape: Shape, input: Tensor, outputGradient: Tensor, group: Int, window: ResolvedWindow, in context: RunContext
    ) throws -> Tensor {
        guard let plane = window.planar else {
            throw OperatorError.unsupported("the gradient of a convolution over \(shape.rank - 2) spatial axes")
        }
        return withExtendedLifetime((input.storage, outputGradient.storage)) {
            Tensor(shape) { weights in
                weights.initialize(repeating: 0)
                guard let numbers = input.floatElements.baseAddress, let reached = outputGradient.floatElements.baseAddress,
                    let result = weights.baseAddress, !weights.isEmpty, !outputGradient.shape.dimensions.contains(0), input.elementCount > 0
                else { return }
                if shape.rank == 5 {
                    return VolumeConvolutionGradient(
                        inputShape: input.shape, weightShape: shape, group: group, window: window, plane: plane, context: context
                    ).addWeightGradient(input: numbers, outputGradient: reached, to: result)
                }
                ConvolutionWeightGradient(
                    input: numbers, outputGradient: reached, result: result, inputShape: input.shape, weightShape: shape, group: group,
                    window: plane
                ).run(in: context)
            }
        }
    }
}
