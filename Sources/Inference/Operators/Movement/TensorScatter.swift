import Tensors

/// A cache `[N, …, M, …]` with an update `[N, …, S, …]` written along `axis`, for each row of the batch from the place that
/// `write_indices` gives, or 0; in `circular` mode what passes the end goes on at the beginning.
///
/// Source: ONNX TensorScatter, opset 24.
struct TensorScatter: Operator {
    static let name = "TensorScatter"
    private let axis: Int
    private let isCircular: Bool

    private enum Mode: String, CaseIterable {
        case linear, circular
    }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: -2)
        isCircular = try attributes.choice("mode", default: Mode.linear) == .circular
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (cache, update) = (try inputs.required(0, "past_cache"), try inputs.required(1, "update"))
        try update.requireType(of: cache, role: "update", like: "past_cache")
        let axis = try cache.requireAxis(axis)
        guard axis > 0 else { throw .attributeValue(name: "axis", value: String(self.axis), expected: "an axis behind the batch") }
        guard update.shape.rank == cache.shape.rank, update.shape[axis] <= cache.shape[axis],
            cache.shape.dimensions.indices.allSatisfy({ $0 == axis || update.shape[$0] == cache.shape[$0] })
        else { throw .shapes(found: [cache.shape, update.shape], expected: "an update that is the cache but for axis \(axis)") }
        if let places = inputs.optional(2), !places.elementType.isInteger || places.shape != [cache.shape[0]] {
            throw .shapes(found: [places.shape], expected: "one integer a row of the batch for 'write_indices'")
        }
        return [ValueInfo(cache.elementType, cache.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (cache, update) = (try inputs.required(0), try inputs.required(1))
        let axis = try ValueInfo(constant: cache).requireAxis(axis)
        let starts = inputs.optional(2)?.integers ?? [Int](repeating: 0, count: cache.shape[0])
        let (length, extent) = (update.shape[axis], cache.shape[axis])
        for start in starts where start < 0 || start > extent || (!isCircular && start > extent - length) {
            throw OperatorError.index(role: "write_indices", found: start, extent: extent)
        }
        let block = Shape(Array(cache.shape.dimensions[(axis + 1)...])).elementCount
        let groups = Shape(Array(cache.shape.dimensions[..<axis])).elementCount
        var places: [Int] = []
        for group in 0..<groups {
            let start = starts[group / (groups / cache.shape[0])]
            for step in 0..<length { places.append((group * extent + (start + step) % extent) * block) }
        }
        return [try cache.scattering(update, places: places, length: block, .none)]
    }
}
