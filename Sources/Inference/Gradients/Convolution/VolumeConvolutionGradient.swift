import COpenBLAS
import CKernels
import Tensors

/// The gradients of a convolution over three spatial axes: for each map of the output, products over the columns of all maps of the
/// input under the window.
///
/// Every thread has input channels of its own, with their volumes and their weights.
struct VolumeConvolutionGradient: Sendable {
    /// `[N, C, D, H, W]`
    let inputShape: Shape
    /// `[O, C / group, kD, kH, kW]`
    let weightShape: Shape
    let group: Int
    let window: ResolvedWindow
    /// The window over height and width.
    let plane: CnnsWindow
    let context: RunContext

    private var outputsPerGroup: Int { weightShape[0] / group }
    private var channelsPerGroup: Int { weightShape[1] }
    /// Terms of one channel, and of all channels of a group: the length of a filter.
    private var termsPerChannel: Int { weightShape.dimensions[2...].reduce(1, *) }
    private var depth: Int { channelsPerGroup * termsPerChannel }
    private var outputVolume: Int { window.depth.output * plane.planes.output }
    private var inputVolume: Int { window.depth.input * plane.planes.input }

    /// One map of the output of one group of one image.
    private struct Map {
        let image: Int
        let part: Int
        let z: Int
    }

    private func forEachMap(_ body: (Map) -> Void) {
        for image in 0..<inputShape[0] {
            for part in 0..<group {
                for z in 0..<window.depth.output { body(Map(image: image, part: part, z: z)) }
            }
        }
    }

    private func outputPlace(_ map: Map) -> Int {
        (map.image * weightShape[0] + map.part * outputsPerGroup) * outputVolume + map.z * plane.planes.output
    }

    private func inputPlace(_ map: Map, channel: Int, depth: Int) -> Int {
        (map.image * inputShape[1] + map.part * channelsPerGroup + channel) * inputVolume + depth * plane.planes.input
    }

    /// Calls `body` with each layer of the kernel that lies inside the input, its row among one channel's terms, and its map.
    private func forEachLayer(of map: Map, _ body: (_ row: Int, _ depth: Int) -> Void) {
        for (layer, depth) in window.depths(of: map.z).enumerated() where window.contains(depth: depth) {
            body(layer * plane.kernelHeight * plane.kernelWidth, depth)
        }
    }

    /// Writes the input's gradient to `result`, `[N, C, D, H, W]`.
    func addInputGradient(
        weights: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>
    ) {
        result.initialize(repeating: 0, count: inputShape.elementCount)
        let pixelCount = plane.planes.output
        nonisolated(unsafe) let (filters, reached, target) = (weights, outputGradient, result)
        context.parallel(channelsPerGroup) { channels in
            withScratch(termsPerChannel * pixelCount) { columns in
                forEachMap { map in
                    for channel in channels {
                        cblas_sgemm(
                            CblasRowMajor, CblasTrans, CblasNoTrans, blasint(termsPerChannel), blasint(pixelCount),
                            blasint(outputsPerGroup), 1, filters + map.part * outputsPerGroup * depth + channel * termsPerChannel,
                            blasint(depth), reached + outputPlace(map), blasint(outputVolume), 0, columns, blasint(pixelCount))
                        forEachLayer(of: map) { row, depth in
                            withUnsafePointer(to: plane) {
                                cnns_col2im(
                                    columns + row * pixelCount, 1, $0, 0, plane.outputHeight, 0, plane.inputHeight,
                                    target + inputPlace(map, channel: channel, depth: depth))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds the weights' gradient to `result`, `[O, C / group, kD, kH, kW]`.
    func addWeightGradient(input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>) {
        let pixelCount = plane.planes.output
        nonisolated(unsafe) let (source, reached, target) = (input, outputGradient, result)
        context.parallel(channelsPerGroup) { channels in
            withScratch(termsPerChannel * pixelCount) { columns in
                forEachMap { map in
                    for channel in channels {
                        columns.initialize(repeating: 0, count: termsPerChannel * pixelCount)
                        forEachLayer(of: map) { row, depth in
                            withUnsafePointer(to: plane) {
                                cnns_im2col(
                                    source + inputPlace(map, channel: channel, depth: depth), 1, $0, 0, pixelCount,
                                    columns + row * pixelCount)
                            }
                        }
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(outputsPerGroup), blasint(termsPerChannel),
                            blasint(pixelCount), 1, reached + outputPlace(map), blasint(outputVolume), columns, blasint(pixelCount), 1,
                            target + map.part * outputsPerGroup * depth + channel * termsPerChannel, blasint(depth))
                    }
                }
            }
        }
    }
}
