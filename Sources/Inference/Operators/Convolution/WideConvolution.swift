import CKernels
import Tensors

/// Convolutions of several inputs with the same filters, done as one matrix product whose columns are the pixels of all of them.
///
/// Inputs may differ in height and width; weights are read once for all. Needs a processor with ``isSupported``.
struct WideConvolution {
    /// Whether this processor has the vectors that the kernel is written for.
    static let isSupported = cnns_has_wide_convolution() != 0

    private let weights: Tensor
    private let group: Int
    private let window: SlidingWindow

    /// `nil` for weights that are not `[O, C / group, kH, kW]`, and where the kernel is not to be used.
    init?(weights: Tensor, group: Int, window: SlidingWindow, in context: RunContext) {
        guard context.usesWideKernels, weights.shape.rank == 4, weights.elementCount > 0 else { return nil }
        self.weights = weights
        self.group = group
        self.window = window
    }

    /// The outputs `[N, O, H', W']` for inputs `[N, C, H, W]`, each with its own residual; `nil` where one has no pixels, or little but padding.
    func run(_ inputs: [Tensor], residuals: [Tensor?], epilogue: Epilogue, in context: RunContext) throws -> [Tensor]? {
        let kernel = Array(weights.shape.dimensions[2...])
        let windows = try inputs.map { try window.resolved(input: Array($0.shape.dimensions[2...]), kernel: kernel) }
        guard let first = windows.first, windows.allSatisfy({ !$0.output.contains(0) && $0.canBePadded }) else { return nil }
        let padded = isDepthwise ? inputs : try context.mapped(Array(zip(inputs, windows))) { $0.padded(for: $1) }
        let outputs = zip(inputs, windows).map { input, window in
            let shape = Shape([input.shape[0], weights.shape[0]] + window.output)
            let storage = TensorStorage(byteCount: shape.elementCount * MemoryLayout<Float>.stride)
            return Tensor(shape: shape, elementType: .float32, storage: storage)
        }
        withExtendedLifetime((padded, residuals, outputs, weights.storage)) {
            if isDepthwise {
                let maps = inputs.indices.flatMap { self.maps(padded[$0], residuals[$0], outputs[$0], part: 0) }
                let pads = inputs.indices.flatMap { [[Int]](repeating: windows[$0].before, count: inputs[$0].shape[0]) }
                return convolveSeparately(maps, pads, filters(first), epilogue, in: context)
            }
            for part in 0..<group {
                var maps: [CnnsMaps] = []
                for index in inputs.indices {
                    maps += self.maps(padded[index], residuals[index], outputs[index], part: part)
                }
                convolve(maps, part: part, filters(first), epilogue, in: context)
            }
        }
        return outputs
    }

    /// The images of one input, as far as one group of channels goes.
    private func maps(_ input: Tensor, _ residual: Tensor?, _ output: Tensor, part: Int) -> [CnnsMaps] {
        let (plane, pixelCount) = (input.shape[2] * input.shape[3], output.shape[2] * output.shape[3])
        let filterCount = weights.shape[0] / group
        return (0..<input.shape[0]).map { image in
            let start = (image * input.shape[1] + part * weights.shape[1]) * plane
            let target = (image * output.shape[1] + part * filterCount) * pixelCount
            let results = output.storage.bytes.bindMemory(to: Float.self).baseAddress
            return CnnsMaps(
                input: input.floatElements.baseAddress.map { $0 + start },
                residual: residual.flatMap(\.floatElements.baseAddress).map { $0 + target }, output: results.map { $0 + target },
                inputWidth: input.shape[3], inputPlane: plane, outputWidth: output.shape[3], pixelCount: pixelCount)
        }
    }

    /// Whether every channel has filters of its own.
    private var isDepthwise: Bool { group > 1 && weights.shape[1] == 1 }

    private func filters(_ window: ResolvedWindow) -> CnnsFilters {
        CnnsFilters(
            channelCount: weights.shape[1], kernelHeight: weights.shape[2], kernelWidth: weights.shape[3],
            strideHeight: window.strides[0], strideWidth: window.strides[1], dilationHeight: window.dilations[0],
            dilationWidth: window.dilations[1])
    }

    /// Shares out the channels of all images.
    private func convolveSeparately(
        _ maps: [CnnsMaps], _ pads: [[Int]], _ filters: CnnsFilters, _ epilogue: Epilogue, in context: RunContext
    ) {
        let channelCount = weights.shape[0]
        let job = WideJob(
            maps: maps, filters: filters, weights: weights.floatElements.baseAddress, epilogue: epilogue, firstChannel: 0)
        let work = maps.reduce(0) { $0 + $1.pixelCount } * weights.elementCount
        let count = maps.count * channelCount
        context.parallel(count, grain: max(1, WideJob.smallestShare * count / max(1, work))) { items in
            for image in items.lowerBound / channelCount...(items.upperBound - 1) / channelCount {
                let start = image * channelCount
                let channels = max(items.lowerBound, start) - start..<min(items.upperBound, start + channelCount) - start
                job.runSeparately(image: image, pads: pads[image], channels: channels, multiplier: channelCount / group)
            }
        }
    }

    /// Shares out pixels, or filters where there are few pixels.
    private func convolve(_ maps: [CnnsMaps], part: Int, _ filters: CnnsFilters, _ epilogue: Epilogue, in context: RunContext) {
        let filterCount = weights.shape[0] / group
        let depth = weights.shape.dimensions[1...].reduce(1, *)
        let pixelCount = maps.reduce(0) { $0 + $1.pixelCount }
        let job = WideJob(
            maps: maps, filters: filters, weights: weights.floatElements.baseAddress.map { $0 + part * filterCount * depth },
            epilogue: epilogue, firstChannel: part * filterCount)
        let work = depth * filterCount * pixelCount
        let panelCount = (pixelCount + WideJob.panelWidth - 1) / WideJob.panelWidth
        if panelCount >= 4 * context.threadCount || panelCount >= filterCount {
            context.parallel(panelCount, grain: max(1, WideJob.smallestShare * panelCount / max(1, work))) { panels in
                let pixels = panels.lowerBound * WideJob.panelWidth..<min(pixelCount, panels.upperBound * WideJob.panelWidth)
                job.run(rows: 0..<filterCount, pixels: pixels)
            }
        } else {
            context.parallel(filterCount, grain: max(1, WideJob.smallestShare * filterCount / max(1, work))) { rows in
                job.run(rows: rows, pixels: 0..<pixelCount)
            }
        }
    }
}

/// One group of a convolution as plain pointers, valid while it runs; every part writes its own places.
private struct WideJob: @unchecked Sendable {
    let maps: [CnnsMaps]
    let filters: CnnsFilters
    let weights: UnsafePointer<Float>?
    let epilogue: Epilogue
    let firstChannel: Int

    /// Pixels that the kernel computes at once.
    static let panelWidth = 32
    /// Multiply-adds below which handing work to another thread costs more than it saves.
    static let smallestShare = 200_000

    func run(rows: Range<Int>, pixels: Range<Int>) {
        var filters = filters
        let storage = TensorStorage(
            byteCount: cnns_wide_convolution_scratch_count(&filters, rows.count) * MemoryLayout<Float>.stride)
        withExtendedLifetime(storage) {
            epilogue.withKernelArguments(channel: firstChannel) { finish in
                maps.withUnsafeBufferPointer { maps in
                    cnns_convolve_wide(
                        maps.baseAddress, maps.count, &filters, weights, rows.lowerBound, rows.count, pixels.lowerBound, pixels.count,
                        finish, storage.bytes.bindMemory(to: Float.self).baseAddress)
                }
            }
        }
    }
}

extension WideJob {
    /// Channels of one image that have filters of their own.
    func runSeparately(image: Int, pads: [Int], channels: Range<Int>, multiplier: Int) {
        guard !channels.isEmpty else { return }
        var (map, filters) = (maps[image], filters)
        epilogue.withKernelArguments { finish in
            cnns_depthwise_wide(
                &map, &filters, weights, channels.lowerBound, channels.count, multiplier, pads[0], pads[1], finish)
        }
    }
}

extension ResolvedWindow {
    /// Whether the padding about the input is not so much that a copy with it is out of proportion.
    var canBePadded: Bool {
        let padded = input.indices.reduce(1) { $0 * (input[$1] + before[$1] + after[$1]) }
        return padded <= 16 * (input.reduce(1, *) + 256)
    }
}

extension Tensor {
    /// Maps `[N, C, H, W]` with the zeros about them that a window reaches.
    fileprivate func padded(for window: ResolvedWindow) -> Tensor {
        guard (window.before + window.after).contains(where: { $0 > 0 }) else { return self }
        func places(_ axis: Int) -> Range<Int> { -window.before[axis]..<window.input[axis] + window.after[axis] }
        return cropped(to: Region(rows: places(0), columns: places(1)), patchedWith: nil)
    }
}
