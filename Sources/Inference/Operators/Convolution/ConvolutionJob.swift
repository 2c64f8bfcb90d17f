import COpenBLAS
import CKernels
import Tensors

/// One convolution on its way: where its numbers are, and how its work is cut up.
///
/// Every group is one matrix product over gathered columns (im2col), without gathering where the kernel is 1×1; a filter
/// for each single channel has a kernel of its own. Holds plain pointers, valid while ``run(in:)`` runs; every part writes
/// its own places of the output.
struct ConvolutionJob: @unchecked Sendable {
    let input: UnsafePointer<Float>
    let weights: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    /// `[N, C, H, W]` or `[N, C, L]`.
    let inputShape: Shape
    /// `[O, C / group, kH, kW]` or `[O, C / group, kL]`.
    let weightShape: Shape
    let group: Int
    let window: CnnsWindow
    let isPointwise: Bool
    let epilogue: Epilogue

    private var outputChannels: Int { weightShape[0] }
    private var pixelCount: Int { window.outputHeight * window.outputWidth }
    private var inputPlane: Int { window.inputHeight * window.inputWidth }
    /// Terms of one sum: the height of the column matrix.
    private var depth: Int { weightShape.dimensions[1...].reduce(1, *) }

    func run(in context: RunContext) {
        for image in 0..<inputShape[0] {
            if isDepthwise {
                runDepthwise(image: image, in: context)
            } else {
                for part in 0..<group { runProduct(image: image, group: part, in: context) }
            }
        }
    }

    /// Whether every channel has filters of its own, and a window that does not reach far beyond the map.
    private var isDepthwise: Bool {
        guard weightShape[1] == 1 && group > 1 else { return false }
        return withUnsafePointer(to: window, cnns_depthwise_scratch_count) <= Self.columnBudget + 4 * (inputPlane + pixelCount)
    }

    private func runDepthwise(image: Int, in context: RunContext) {
        let source = image * inputShape[1] * inputPlane
        let place = image * outputChannels * pixelCount
        context.parallel(outputChannels, grain: grain(workPerItem: pixelCount * depth)) { channels in
            withUnsafePointer(to: window) { window in
                withScratch(cnns_depthwise_scratch_count(window)) { scratch in
                    epilogue.withKernelArguments(place: place) { finish in
                        cnns_depthwise(
                            input + source, weights, channels.lowerBound, channels.count, outputChannels / group, window, finish,
                            scratch.pointer, output + place)
                    }
                }
            }
        }
    }

    /// `output[O / g, pixels] = weights[O / g, depth] × columns[depth, pixels]`.
    private func runProduct(image: Int, group part: Int, in context: RunContext) {
        let source = (image * inputShape[1] + part * weightShape[1]) * inputPlane
        let rows = outputChannels / group
        let block = Block(image: image, channels: part * rows..<(part + 1) * rows, pixels: 0..<pixelCount)
        if isPointwise {
            split(block, in: context) { multiply($0, columns: input + source + $0.pixels.lowerBound, columnStride: pixelCount) }
        } else if pixelCount >= 2 * Self.fewestPixels {
            context.parallel(pixelCount, grain: Self.fewestPixels) { pixels in
                gatherAndMultiply(Block(image: image, channels: block.channels, pixels: pixels), from: source)
            }
        } else {
            withScratch(depth * pixelCount) { columns in
                gather(from: source, into: columns, in: context)
                split(block, in: context) { multiply($0, columns: columns.pointer + $0.pixels.lowerBound, columnStride: pixelCount) }
            }
        }
    }
}

// MARK: - Blocks of the product

extension ConvolutionJob {
    /// A rectangle of the product: some output channels of one group, at some pixels of one image.
    private struct Block {
        let image: Int
        var channels: Range<Int>
        var pixels: Range<Int>
    }

    /// Fewer pixels than this make a product too thin for the matrix multiplication to be efficient.
    private static let fewestPixels = 192
    /// Columns gathered at once, in elements: they stay in the second-level cache while they are multiplied.
    private static let columnBudget = 512 * 1024
    /// Multiply-adds below which handing work to another thread costs more than it saves.
    private static let smallestShare = 100_000

    private func grain(workPerItem: Int) -> Int { max(1, Self.smallestShare / max(1, workPerItem)) }

    /// Cuts a block along its longer side, one part a thread.
    private func split(_ block: Block, in context: RunContext, _ body: @Sendable (Block) -> Void) {
        if block.pixels.count >= 2 * Self.fewestPixels {
            context.parallel(block.pixels.count, grain: Self.fewestPixels) {
                body(Block(image: block.image, channels: block.channels, pixels: $0))
            }
        } else {
            context.parallel(block.channels.count, grain: max(8, grain(workPerItem: depth * block.pixels.count))) {
                let first = block.channels.lowerBound
                body(Block(image: block.image, channels: first + $0.lowerBound..<first + $0.upperBound, pixels: block.pixels))
            }
        }
    }

    /// Gathers the columns of all pixels of the maps that start at element `source`, a share of the input channels on each thread.
    private func gather(from source: Int, into columns: Scratch, in context: RunContext) {
        let kernelArea = window.kernelHeight * window.kernelWidth
        context.parallel(weightShape[1], grain: grain(workPerItem: kernelArea * pixelCount)) { channels in
            withUnsafePointer(to: window) {
                cnns_im2col(
                    input + source + channels.lowerBound * inputPlane, channels.count, $0, 0, pixelCount,
                    columns.pointer + channels.lowerBound * kernelArea * pixelCount)
            }
        }
    }

    /// Gathers the columns of a block in pieces that fit the cache, and multiplies each.
    private func gatherAndMultiply(_ block: Block, from source: Int) {
        let count = block.pixels.count
        let pieceCount = max(1, min(count / Self.fewestPixels, (depth * count + Self.columnBudget - 1) / Self.columnBudget))
        withScratch(depth * (count / pieceCount + 1)) { columns in
            for piece in 0..<pieceCount {
                let first = block.pixels.lowerBound
                let pixels = first + count * piece / pieceCount..<first + count * (piece + 1) / pieceCount
                withUnsafePointer(to: window) {
                    cnns_im2col(input + source, weightShape[1], $0, pixels.lowerBound, pixels.count, columns.pointer)
                }
                multiply(
                    Block(image: block.image, channels: block.channels, pixels: pixels), columns: columns.pointer,
                    columnStride: pixels.count)
            }
        }
    }

    private func multiply(_ block: Block, columns: UnsafePointer<Float>, columnStride: Int) {
        let place = (block.image * outputChannels + block.channels.lowerBound) * pixelCount + block.pixels.lowerBound
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(block.channels.count), blasint(block.pixels.count), blasint(depth), 1,
            weights + block.channels.lowerBound * depth, blasint(depth), columns, blasint(columnStride), 0, output + place,
            blasint(pixelCount))
        guard !epilogue.isIdentity else { return }
        epilogue.withKernelArguments(channel: block.channels.lowerBound, place: place) {
            cnns_epilogue(output + place, block.channels.count, block.pixels.count, pixelCount, $0)
        }
    }

    /// Scratch memory that threads share, each at its own place.
    private struct Scratch: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<Float>
    }

    private func withScratch(_ count: Int, _ body: (Scratch) -> Void) {
        let storage = TensorStorage(byteCount: count * MemoryLayout<Float>.stride)
        withExtendedLifetime(storage) {
            guard let start = storage.bytes.bindMemory(to: Float.self).baseAddress else { return }
            body(Scratch(pointer: start))
        }
    }
}
