import Tensors

/// The places of all elements that are not 0, one a column, in row-major order: `[rank, n]`.
///
/// Source: ONNX NonZero, opsets 9, 13.
struct NonZero: DataDependentOperator, AttributelessOperator {
    static let name = "NonZero"

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) { _ = try inputs.required(0, "X") }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let truth = x.converted(to: .bool)
        let found = withExtendedLifetime(truth) { truth.bytes.enumerated().compactMap { $1 != 0 ? $0 : nil } }
        let strides = x.shape.strides
        return [
            Tensor([x.shape.rank, found.count], of: Int64.self) { y in
                for axis in strides.indices {
                    for (column, element) in found.enumerated() {
                        y[axis * found.count + column] = Int64(element / strides[axis] % x.shape[axis])
                    }
                }
            }
        ]
    }
}
