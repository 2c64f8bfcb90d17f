import CKernels
import Tensors

/// `scale[c] · (x − mean[c]) / √(variance[c] + epsilon) + bias[c]`, with the statistics of training.
///
/// Input `[N, C, …]`, the four parameters `[C]`.
///
/// Source: ONNX BatchNormalization, opsets 7, 9, 14, 15 (inference only); Ioffe and Szegedy, 2015, arXiv:1502.03167.
package struct BatchNormalization: EpilogueOperator {
    package static let name = "BatchNormalization"

    package let epsilon: Float

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        epsilon = try attributes.float("epsilon", default: 1e-5)
        if try attributes.int("training_mode", default: 0) != 0 { throw .unsupported("training_mode 1") }
    }

    /// In training mode the statistics are those of the batch: another operation, which nothing may be folded into.
    package static func implementation(of node: Node, operatorSet: Int) throws(OperatorError) -> any Operator {
        if try node.attributes.int("training_mode", default: 0) != 0 {
            return try BatchStatisticsNormalization(node: node, operatorSet: operatorSet)
        }
        return try BatchNormalization(node: node, operatorSet: operatorSet)
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType == .float32 else { throw .elementType(role: "X", found: x.elementType, expected: "float32") }
        guard x.shape.rank >= 2 else { throw .rank(role: "X", found: x.shape, expected: "at least 2 axes") }
        for (index, role) in zip(1..., ["scale", "bias", "mean", "variance"]) {
            let parameter = try inputs.required(index, role)
            guard parameter.shape == [x.shape[1]], parameter.elementType == .float32 else {
                throw .shapes(found: [parameter.shape], expected: "a float32 \(role) of shape \(x.shape[1])")
            }
        }
        return [ValueInfo(x.elementType, x.shape)]
    }

    /// Scale and bias; the statistics were measured, not trained.
    package var parameterIndices: [Int] { [1, 2] }

    /// The normalization as one factor and one summand a channel, from its inputs 1 to 4.
    package func affine(_ inputs: [Tensor?]) throws(OperatorError) -> (scale: [Float], shift: [Float]) {
        let (gamma, beta) = (try inputs.required(1).floats, try inputs.required(2).floats)
        let (mean, variance) = (try inputs.required(3).floats, try inputs.required(4).floats)
        let factors = gamma.indices.map { gamma[$0] / (variance[$0] + epsilon).squareRoot() }
        return (factors, gamma.indices.map { beta[$0] - mean[$0] * factors[$0] })
    }

    package func run(_ inputs: [Tensor?], epilogue: Epilogue, in context: RunContext) throws -> Tensor {
        let x = try inputs.required(0)
        let own = try affine(inputs)
        let finish = epilogue.preceded(byScale: own.scale, shift: own.shift)
        let (batchCount, channelCount) = (x.shape[0], x.shape[1])
        let plane = x.shape.dimensions[2...].reduce(1, *)
        return Tensor(x.shape) { y in
            guard let destination = y.baseAddress, let source = x.floatElements.baseAddress, !y.isEmpty else { return }
            for place in stride(from: 0, to: batchCount * channelCount * plane, by: channelCount * plane) {
                (destination + place).update(from: source + place, count: channelCount * plane)
                finish.withKernelArguments(place: place) { cnns_epilogue(destination + place, channelCount, plane, plane, $0) }
            }
        }
    }
}
