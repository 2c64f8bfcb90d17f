import Tensors

/// Regions of maps at one size each: every element the mean, or the maximum, of samples in its share of a region, interpolated linearly.
///
/// Maps `[N, C, H, W]`, regions `[R, 4]` as (x1, y1, x2, y2), the image of each region `[R]`, output `[R, C, output_height,
/// output_width]`. With `sampling_ratio` 0 there is about one sample for each element of the map.
///
/// Source: ONNX RoiAlign, opsets 10, 16 (`coordinate_transformation_mode`), 22; He et al., "Mask R-CNN", arXiv:1703.06870.
struct RoiAlign: Operator {
    static let name = "RoiAlign"
    private let height: Int
    private let width: Int
    private let samplingRatio: Int
    private let scale: Double
    private let takesMaximum: Bool
    private let isShifted: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        height = try attributes.int("output_height", default: 1)
        width = try attributes.int("output_width", default: 1)
        samplingRatio = try attributes.int("sampling_ratio", default: 0)
        scale = Double(try attributes.float("spatial_scale", default: 1))
        for (name, size) in [("output_height", height), ("output_width", width)] where !(1...1 << 14).contains(size) {
            throw .attributeValue(name: name, value: "\(size)", expected: "within 1...\(1 << 14)")
        }
        guard (0...1 << 10).contains(samplingRatio) else {
            throw .attributeValue(name: "sampling_ratio", value: "\(samplingRatio)", expected: "within 0...1024")
        }
        let mode = try attributes.string("mode", default: "avg")
        guard ["avg", "max"].contains(mode) else { throw .attributeValue(name: "mode", value: "'\(mode)'", expected: "'avg' or 'max'") }
        takesMaximum = mode == "max"
        let transformation = try attributes.string(
            "coordinate_transformation_mode", default: operatorSet < 16 ? "output_half_pixel" : "half_pixel")
        guard ["half_pixel", "output_half_pixel"].contains(transformation) else {
            throw .attributeValue(
                name: "coordinate_transformation_mode", value: "'\(transformation)'", expected: "'half_pixel' or 'output_half_pixel'")
        }
        isShifted = transformation == "half_pixel"
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, regions, images) = (try inputs.required(0, "X"), try inputs.required(1, "rois"), try inputs.required(2, "batch_indices"))
        try x.requireNormalizable(minimumRank: 4)
        try regions.requireType(of: x, role: "rois", like: "X")
        guard images.elementType == .int64 else {
            throw .elementType(role: "batch_indices", found: images.elementType, expected: "int64")
        }
        guard x.shape.rank == 4, regions.shape.rank == 2, regions.shape[1] == 4, images.shape == [regions.shape[0]], x.shape[2] > 0,
            x.shape[3] > 0
        else { throw .shapes(found: [x.shape, regions.shape, images.shape], expected: "maps [N, C, H, W], regions [R, 4] and images [R]") }
        return [try ValueInfo(checking: x.elementType, [regions.shape[0], x.shape[1], height, width])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let (channels, plane, bins) = (x.shape[1], x.shape[2] * x.shape[3], height * width)
        let numbers = x.floatElements
        var result: [Float] = []
        try forEachRegion(x.shape, inputs) { image, samples in
            for channel in image * channels..<(image + 1) * channels {
                for bin in 0..<bins {
                    result.append(
                        takesMaximum ? greatest(samples[bin], numbers, channel * plane).value : mean(samples[bin], numbers, channel * plane)
                    )
                }
            }
        }
        return [Tensor([result.count / max(1, channels * bins), channels, height, width], result)]
    }

    private func mean(_ samples: [RegionSample], _ numbers: UnsafeBufferPointer<Float>, _ map: Int) -> Float {
        let sum = samples.reduce(0.0) { sum, sample in
            sample.corners.reduce(sum) { $0 + $1.weight * Double(numbers[map + $1.offset]) }
        }
        return Float(sum / Double(max(1, samples.count)))
    }

    /// The greatest of the samples' weighted corners, and which one it is.
    private func greatest(
        _ samples: [RegionSample], _ numbers: UnsafeBufferPointer<Float>, _ map: Int
    ) -> (value: Float, corner: RegionSample.Corner?) {
        var best: (value: Float, corner: RegionSample.Corner?)?
        for sample in samples {
            if sample.corners.isEmpty, best.map({ $0.value < 0 }) ?? true { best = (0, nil) }
            for corner in sample.corners {
                let value = Float(corner.weight * Double(numbers[map + corner.offset]))
                if best.map({ value > $0.value }) ?? true { best = (value, corner) }
            }
        }
        return best ?? (0, nil)
    }

    /// Calls `body` for each region with its image and the samples of each element of its output.
    private func forEachRegion(
        _ shape: Shape, _ inputs: [Tensor?], _ body: (_ image: Int, _ samples: [[RegionSample]]) -> Void
    ) throws {
        let (regions, images) = (try inputs.required(1).floats, try inputs.required(2).numbers(as: Int64.self))
        for (index, image) in images.enumerated() {
            guard (0..<Int64(shape[0])).contains(image) else {
                throw OperatorError.index(role: "batch_indices", found: Int(image), extent: shape[0])
            }
            body(Int(image), try samples(of: regions[4 * index..<4 * index + 4].map(Double.init), extents: [shape[2], shape[3]]))
        }
    }

    /// More samples than this in one region are refused.
    private static let largestSampleCount = 1 << 22

    private func samples(of region: [Double], extents: [Int]) throws(OperatorError) -> [[RegionSample]] {
        let shift = isShifted ? 0.5 : 0
        let ends = region.map { $0 * scale - shift }
        guard ends.allSatisfy({ $0.magnitude < 1e6 }) else {
            throw .attributeValue(name: "rois", value: "\(region)", expected: "places near the map")
        }
        let sizes = [ends[3] - ends[1], ends[2] - ends[0]].map { isShifted ? $0 : max($0, 1) }
        let bins = [sizes[0] / Double(height), sizes[1] / Double(width)]
        let counts = bins.map { samplingRatio > 0 ? samplingRatio : max(0, Int($0.rounded(.up))) }
        guard counts[0] * counts[1] <= Self.largestSampleCount / (height * width) else {
            throw .attributeValue(name: "rois", value: "\(region)", expected: "fewer samples in a region")
        }
        return (0..<height * width).map { bin in
            let start = [ends[1] + Double(bin / width) * bins[0], ends[0] + Double(bin % width) * bins[1]]
            return (0..<counts[0] * counts[1]).map { sample in
                let place = [sample / counts[1], sample % counts[1]]
                return RegionSample(
                    at: (0..<2).map { start[$0] + (Double(place[$0]) + 0.5) * bins[$0] / Double(counts[$0]) }, extents: extents)
            }
        }
    }
}

/// A place in a map and the elements about it that make its number.
struct RegionSample: Sendable {
    typealias Corner = (offset: Int, weight: Double)

    /// None where the place is more than one element outside.
    let corners: [Corner]

    init(at place: [Double], extents: [Int]) {
        guard zip(place, extents).allSatisfy({ $0 >= -1 && $0 <= Double($1) }) else {
            corners = []
            return
        }
        let taps = zip(place, extents).map { coordinate, extent -> [Corner] in
            let low = min(Int(max(coordinate, 0)), extent - 1)
            let high = min(low + 1, extent - 1)
            let fraction = low == high ? 0 : max(coordinate, 0) - Double(low)
            return [(low, 1 - fraction), (high, fraction)]
        }
        corners = taps[0].flatMap { row in taps[1].map { (row.offset * extents[1] + $0.offset, row.weight * $0.weight) } }
    }
}

// MARK: - Gradient

extension RoiAlign {
    /// The input's gradient: every sampled element gets its share.
    func inputGradient(_ x: Tensor, _ inputs: [Tensor?], _ gradient: Tensor) throws -> Tensor {
        let (shape, reached, numbers) = (x.shape, gradient.floats, x.floatElements)
        let (channels, plane, bins) = (shape[1], shape[2] * shape[3], height * width)
        var sums = [Float](repeating: 0, count: shape.elementCount)
        var region = 0
        try forEachRegion(shape, inputs) { image, samples in
            for channel in 0..<channels {
                let map = (image * channels + channel) * plane
                for bin in 0..<bins {
                    let share = Double(reached[(region * channels + channel) * bins + bin])
                    if takesMaximum {
                        if let corner = greatest(samples[bin], numbers, map).corner {
                            sums[map + corner.offset] += Float(share * corner.weight)
                        }
                        continue
                    }
                    for corner in samples[bin].lazy.flatMap(\.corners) {
                        sums[map + corner.offset] += Float(share * corner.weight / Double(samples[bin].count))
                    }
                }
            }
            region += 1
        }
        return Tensor(shape, sums)
    }
}
