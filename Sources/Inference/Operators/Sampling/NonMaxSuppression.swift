import Tensors

/// The boxes with the best scores, without those that overlap a better one of their class: rows (image, class, box).
///
/// Boxes `[N, B, 4]` as corners (y1, x1, y2, x2) or, with `center_point_box`, as (x, y, width, height); scores `[N, classes, B]`. How
/// many rows there are depends on the numbers.
///
/// Source: ONNX NonMaxSuppression, opsets 10, 11.
struct NonMaxSuppression: DataDependentOperator {
    static let name = "NonMaxSuppression"
    private let isCentered: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        isCentered = try attributes.int("center_point_box", default: 0) != 0
    }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) {
        let (boxes, scores) = (try inputs.required(0, "boxes"), try inputs.required(1, "scores"))
        for (role, input) in [("boxes", boxes), ("scores", scores)] where input.elementType != .float32 {
            throw .elementType(role: role, found: input.elementType, expected: "float32")
        }
        guard boxes.shape.rank == 3, scores.shape.rank == 3, boxes.shape[2] == 4, boxes.shape[0] == scores.shape[0],
            boxes.shape[1] == scores.shape[2]
        else { throw .shapes(found: [boxes.shape, scores.shape], expected: "boxes [N, B, 4] and scores [N, classes, B]") }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try check(inputs.known)
        let rows = try selected(inputs)
        return [Tensor([rows.count, 3], elements: rows.flatMap { [Int64($0.image), Int64($0.kind), Int64($0.box)] })]
    }

    private typealias Selection = (image: Int, kind: Int, box: Int)

    private func selected(_ inputs: [Tensor?]) throws(OperatorError) -> [Selection] {
        let (boxes, scores) = (try inputs.required(0), try inputs.required(1))
        let limit = try Self.scalar(inputs.optional(2), "max_output_boxes_per_class") ?? 0
        let overlap = try Self.scalar(inputs.optional(3), "iou_threshold") ?? 0
        let least = try Self.scalar(inputs.optional(4), "score_threshold") ?? -.infinity
        let (corners, numbers, count) = (boxes.floats, scores.floats, boxes.shape[1])
        guard limit >= 1 else { return [] }
        var rows: [Selection] = []
        for index in 0..<scores.shape[0] * scores.shape[1] {
            let (image, kind) = index.quotientAndRemainder(dividingBy: scores.shape[1])
            let own = numbers[index * count..<(index + 1) * count]
            let areas = (0..<count).map { Box(corners[(image * count + $0) * 4..<(image * count + $0) * 4 + 4], isCentered: isCentered) }
            // Equal scores stay in their order.
            let candidates = (0..<count).filter { own[index * count + $0] > Float(least) }
                .sorted { (own[index * count + $0], $1) > (own[index * count + $1], $0) }
            var kept: [Int] = []
            for box in candidates where Double(kept.count) < limit {
                if kept.allSatisfy({ areas[box].overlap(with: areas[$0]) <= overlap }) { kept.append(box) }
            }
            rows += kept.map { (image, kind, $0) }
        }
        return rows
    }

    private static func scalar(_ input: Tensor?, _ role: String) throws(OperatorError) -> Double? {
        guard let input, input.elementCount > 0 else { return nil }
        guard input.elementCount == 1, input.elementType.isNumber else {
            throw .shapes(found: [input.shape], expected: "a scalar for '\(role)'")
        }
        return input.numbers(as: Double.self)[0]
    }
}

/// A rectangle with its sides along the axes.
private struct Box {
    let low: (Double, Double)
    let high: (Double, Double)

    init(_ numbers: ArraySlice<Float>, isCentered: Bool) {
        let n = numbers.map(Double.init)
        if isCentered {
            (low, high) = ((n[0] - n[2] / 2, n[1] - n[3] / 2), (n[0] + n[2] / 2, n[1] + n[3] / 2))
        } else {
            (low, high) = ((min(n[0], n[2]), min(n[1], n[3])), (max(n[0], n[2]), max(n[1], n[3])))
        }
    }

    var area: Double { max(0, high.0 - low.0) * max(0, high.1 - low.1) }

    /// The area of the intersection over that of the union.
    func overlap(with other: Box) -> Double {
        let height = min(high.0, other.high.0) - max(low.0, other.low.0)
        let width = min(high.1, other.high.1) - max(low.1, other.low.1)
        guard height > 0, width > 0 else { return 0 }
        let both = height * width
        return both / (area + other.area - both)
    }
}
