import COpenBLAS
import CKernels
import Tensors

/// The gradient of a convolution's input: for each group the product of the transposed weights and the outputs' gradient, whose
/// rows are then added back to where the convolution gathered them from (col2im).
///
/// Where the kernel is 1×1 the product is the result. Depthwise convolutions have a kernel of their own. Holds plain pointers,
/// valid while ``run(in:)`` runs; every part writes its own places of the result.
struct ConvolutionInputGradient: @unchecked Sendable {
    /// `[O, C / group, kH, kW]`.
    let weights: UnsafePointer<Float>
    /// `[N, O, H′, W′]`.
    let outputGradient: UnsafePointer<Float>
    /// `[N, C, H, W]`.
    let result: UnsafeMutablePointer<Float>
    let inputShape: Shape
    let weightShape: Shape
    let group: Int
    let window: CnnsWindow
    let isPointwise: Bool

    private var outputsPerGroup: Int { weightShape[0] / group }
    private var channelsPerGroup: Int { weightShape[1] }
    private var kernelArea: Int { window.kernelHeight * window.kernelWidth }
    /// The length of a filter.
    private var depth: Int { channelsPerGroup * kernelArea }

    /// Elements of the columns that are made at once: they stay in the second-level cache until they are added back.
    private static let columnBudget = 192 * 1024
    /// Fewer pixels than this make a product too thin for the matrix multiplication to be efficient.
    private static let fewestPixels = 192
    /// Multiply-adds below which handing work to another thread costs more than it saves.
    private static let smallestShare = 100_000

    func run(in context: RunContext) {
        for image in 0..<inputShape[0] {
            if group > 1 && channelsPerGroup == 1 {
                runDepthwise(image: image, in: context)
            } else {
                for part in 0..<group {
                    let outputs = (image * weightShape[0] + part * outputsPerGroup) * window.planes.output
                    let inputs = (image * inputShape[1] + part * channelsPerGroup) * window.planes.input
                    let product = Product(
                        weights: weights + part * outputsPerGroup * depth, gradient: outputGradient + outputs, result: result + inputs)
                    if isPointwise { runPointwise(product, in: context) } else { runColumns(product, in: context) }
                }
            }
        }
    }

    private func runDepthwise(image: Int, in context: RunContext) {
        let gradient = outputGradient + image * weightShape[0] * window.planes.output
        let maps = result + image * inputShape[1] * window.planes.input
        nonisolated(unsafe) let (source, target) = (gradient, maps)
        context.parallel(inputShape[1], grain: grain(workPerItem: outputsPerGroup * window.planes.output * kernelArea)) { channels in
            withUnsafePointer(to: window) {
                cnns_depthwise_gradient(source, weights, channels.lowerBound, channels.count, outputsPerGroup, $0, target)
            }
        }
    }
}

// MARK: - One group of one image

extension ConvolutionInputGradient {
    private struct Product: @unchecked Sendable {
        let weights: UnsafePointer<Float>
        let gradient: UnsafePointer<Float>
        let result: UnsafeMutablePointer<Float>
    }

    private func grain(workPerItem: Int) -> Int { max(1, Self.smallestShare / max(1, workPerItem)) }

    /// `result[C / g, pixels] = weightsᵀ[C / g, O / g] × gradient[O / g, pixels]`.
    private func runPointwise(_ product: Product, in context: RunContext) {
        let pixelCount = window.planes.output
        if pixelCount >= 2 * Self.fewestPixels {
            context.parallel(pixelCount, grain: Self.fewestPixels) { pixels in
                multiply(product, rows: 0..<channelsPerGroup, pixels: pixels, into: product.result + pixels.lowerBound, stride: pixelCount)
            }
        } else {
            let work = grain(workPerItem: outputsPerGroup * pixelCount)
            context.parallel(channelsPerGroup, grain: max(8, work)) { channels in
                multiply(
                    product, rows: channels, pixels: 0..<pixelCount, into: product.result + channels.lowerBound * pixelCount,
                    stride: pixelCount)
            }
        }
    }

    /// Splits by channels, each of which has columns of its own; by rows of the input where there are too few channels.
    private func runColumns(_ product: Product, in context: RunContext) {
        let work = outputsPerGroup * window.planes.output * kernelArea
        if channelsPerGroup >= 8 * context.threadCount {
            context.parallel(channelsPerGroup, grain: max(4, grain(workPerItem: work))) { channels in
                addBack(product, channels: channels, inputRows: 0..<window.inputHeight)
            }
        } else {
            context.parallel(window.inputHeight, grain: grain(workPerItem: work * channelsPerGroup / window.inputHeight)) { rows in
                addBack(product, channels: 0..<channelsPerGroup, inputRows: rows)
            }
        }
    }

    /// Makes some rows of some channels of the result, in blocks of channels and output rows whose columns fit the cache.
    private func addBack(_ product: Product, channels: Range<Int>, inputRows: Range<Int>) {
        for channel in channels {
            let start = channel * window.planes.input + inputRows.lowerBound * window.inputWidth
            (product.result + start).initialize(repeating: 0, count: inputRows.count * window.inputWidth)
        }
        let outputRows = outputRows(over: inputRows)
        guard !outputRows.isEmpty else { return }
        let rowsAtOnce = min(outputRows.count, max(1, 1024 / window.outputWidth))
        let channelsAtOnce = min(channels.count, max(4, Self.columnBudget / (rowsAtOnce * window.outputWidth * kernelArea)))
        withScratch(channelsAtOnce * kernelArea * rowsAtOnce * window.outputWidth) { columns in
            for row in stride(from: outputRows.lowerBound, to: outputRows.upperBound, by: rowsAtOnce) {
                let rows = row..<min(row + rowsAtOnce, outputRows.upperBound)
                let pixels = rows.lowerBound * window.outputWidth..<rows.upperBound * window.outputWidth
                for channel in stride(from: channels.lowerBound, to: channels.upperBound, by: channelsAtOnce) {
                    let block = channel..<min(channel + channelsAtOnce, channels.upperBound)
                    multiply(
                        product, rows: block.lowerBound * kernelArea..<block.upperBound * kernelArea, pixels: pixels, into: columns,
                        stride: pixels.count)
                    withUnsafePointer(to: window) {
                        cnns_col2im(
                            columns, block.count, $0, rows.lowerBound, rows.count, inputRows.lowerBound, inputRows.upperBound,
                            product.result + block.lowerBound * window.planes.input)
                    }
                }
            }
        }
    }

    /// The output rows whose windows touch some rows of the input.
    private func outputRows(over inputRows: Range<Int>) -> Range<Int> {
        let reach = (window.kernelHeight - 1) * window.dilationHeight
        let first = (inputRows.lowerBound + window.padTop - reach + window.strideHeight - 1) / window.strideHeight
        let last = (inputRows.upperBound - 1 + window.padTop) / window.strideHeight
        let start = min(max(first, 0), window.outputHeight)
        return start..<max(start, min(last + 1, window.outputHeight))
    }

    /// Some rows of the transposed weights times the gradient at some pixels.
    private func multiply(
        _ product: Product, rows: Range<Int>, pixels: Range<Int>, into target: UnsafeMutablePointer<Float>, stride: Int
    ) {
        cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, blasint(rows.count), blasint(pixels.count), blasint(outputsPerGroup), 1,
            product.weights + rows.lowerBound, blasint(depth), product.gradient + pixels.lowerBound, blasint(window.planes.output), 0,
            target, blasint(stride))
    }
}

/// Calls `body` with room for `count` numbers.
func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let storage = TensorStorage(byteCount: count * MemoryLayout<Float>.stride)
    withExtendedLifetime(storage) {
        guard let start = storage.bytes.bindMemory(to: Float.self).baseAddress else { return }
        body(start)
    }
}
