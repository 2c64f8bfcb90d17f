import CKernels
import Tensors

/// `x / (bias + alpha / size · Σ x²)^beta`, the sum running over `size` neighboring channels, of maps `[N, C, …]`.
///
/// Krizhevsky, Sutskever & Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012, section 3.3.
///
/// Source: ONNX LRN, opsets 1, 13.
struct LocalResponseNormalization: Operator {
    static let name = "LRN"
    let size: Int
    let alpha: Float
    let beta: Float
    let bias: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard let size = try attributes.int("size") else { throw .missingAttribute(name: "size") }
        guard size > 0 else { throw .attributeValue(name: "size", value: String(size), expected: "1 or more") }
        self.size = size
        alpha = try attributes.float("alpha", default: 1e-4)
        beta = try attributes.float("beta", default: 0.75)
        bias = try attributes.float("bias", default: 1)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireNormalizable(minimumRank: 2)
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        guard x.elementCount > 0 else { return [x] }
        let channels = x.shape[1]
        let plane = x.elementCount / (x.shape[0] * channels)
        return [
            Tensor(x.shape) { y in
                nonisolated(unsafe) let (source, target) = (x.floatElements.baseAddress, y.baseAddress)
                context.parallel(x.shape[0]) { images in
                    for image in images {
                        let start = image * channels * plane
                        cnns_local_response(
                            source?.advanced(by: start), target?.advanced(by: start), channels, plane, (size - 1) / 2, size / 2,
                            alpha / Float(size), bias, beta)
                    }
                }
            }
        ]
    }
}
