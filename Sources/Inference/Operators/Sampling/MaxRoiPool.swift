import Tensors

/// Regions of maps at one size each: every element the greatest in its share of a region, whose ends are rounded to elements.
///
/// Maps `[N, C, H, W]`, regions `[R, 5]` as (image, x1, y1, x2, y2), output `[R, C, height, width]`.
///
/// Source: ONNX MaxRoiPool, opsets 1, 22; Girshick, "Fast R-CNN", arXiv:1504.08083.
struct MaxRoiPool: Operator {
    static let name = "MaxRoiPool"
    private let height: Int
    private let width: Int
    private let scale: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard let shape = try attributes.ints("pooled_shape") else { throw .missingAttribute(name: "pooled_shape") }
        guard shape.count == 2, shape.allSatisfy({ (1...1 << 14).contains($0) }) else {
            throw .attributeValue(name: "pooled_shape", value: "\(shape)", expected: "two numbers within 1...\(1 << 14)")
        }
        (height, width) = (shape[0], shape[1])
        scale = try attributes.float("spatial_scale", default: 1)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, regions) = (try inputs.required(0, "X"), try inputs.required(1, "rois"))
        try x.requireNormalizable(minimumRank: 4)
        try regions.requireType(of: x, role: "rois", like: "X")
        guard x.shape.rank == 4, regions.shape.rank == 2, regions.shape[1] == 5 else {
            throw .shapes(found: [x.shape, regions.shape], expected: "maps [N, C, H, W] and regions [R, 5]")
        }
        return [try ValueInfo(checking: x.elementType, [regions.shape[0], x.shape[1], height, width])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let (places, numbers) = (try winners(x, inputs), x.floatElements)
        let shape = Shape([try inputs.required(1).shape[0], x.shape[1], height, width])
        return [Tensor(shape, places.map { $0 < 0 ? 0 : numbers[$0] })]
    }

    /// Which element of the input stands at each of the output; -1 where a share is empty.
    func winners(_ x: Tensor, _ inputs: [Tensor?]) throws -> [Int] {
        let (regions, numbers) = (try inputs.required(1).floats, x.floatElements)
        let plane = x.shape[2] * x.shape[3]
        var places: [Int] = []
        for start in stride(from: 0, to: regions.count, by: 5) {
            guard regions[start] >= 0, regions[start] < Float(x.shape[0]) else {
                throw OperatorError.attributeValue(name: "rois", value: "\(regions[start])", expected: "an image of the batch")
            }
            let rows = try shares(regions[start + 2], regions[start + 4], count: height, extent: x.shape[2])
            let columns = try shares(regions[start + 1], regions[start + 3], count: width, extent: x.shape[3])
            for channel in 0..<x.shape[1] {
                let map = (Int(regions[start]) * x.shape[1] + channel) * plane
                for row in rows {
                    for column in columns {
                        let inside = row.lazy.flatMap { y in column.lazy.map { map + y * x.shape[3] + $0 } }
                        places.append(inside.max { numbers[$0] < numbers[$1] || numbers[$1].isNaN } ?? -1)
                    }
                }
            }
        }
        return places
    }

    /// The places of an axis that each element of the output takes the greatest of.
    private func shares(_ first: Float, _ last: Float, count: Int, extent: Int) throws(OperatorError) -> [Range<Int>] {
        let (start, end) = (Double((first * scale).rounded()), Double((last * scale).rounded()))
        guard start.magnitude < 1e9, end.magnitude < 1e9 else {
            throw .attributeValue(name: "rois", value: "\(first), \(last)", expected: "places near the map")
        }
        let length = max(end - start + 1, 1) / Double(count)
        return (0..<count).map { index in
            let low = Int((Double(index) * length).rounded(.down) + start)
            let high = Int((Double(index + 1) * length).rounded(.up) + start)
            let clamped = min(max(low, 0), extent)
            return clamped..<max(clamped, min(max(high, 0), extent))
        }
    }
}
