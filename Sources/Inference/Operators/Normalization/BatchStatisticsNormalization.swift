import Tensors

/// Batch normalization as in training: with mean and variance of the batch itself, one for each channel of `[N, C, …]`.
///
/// Further outputs are the running mean and variance, `momentum` parts old and the rest new.
///
/// Source: ONNX BatchNormalization, opsets 14, 15, `training_mode` 1.
struct BatchStatisticsNormalization: Operator {
    static let name = "BatchNormalization"
    private let epsilon: Float
    private let momentum: Float
    private let inference: BatchNormalization

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        epsilon = try attributes.float("epsilon", default: 1e-5)
        momentum = try attributes.float("momentum", default: 0.9)
        var own = attributes
        own["training_mode"] = nil
        inference = try BatchNormalization(attributes: own, operatorSet: operatorSet)
    }

    var parameterIndices: [Int] { [1, 2] }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let y = try inference.inferOutputs(inputs)
        let channels = try inputs.required(3, "mean")
        return y + [ValueInfo(.float32, channels.shape), ValueInfo(.float32, channels.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let (means, variances) = moments(of: x)
        let shape = try inputs.required(3).shape
        let batch = [Tensor(shape, means.map(Float.init)), Tensor(shape, variances.map(Float.init))]
        let y = try inference.run([x, inputs.required(1), inputs.required(2)] + batch, in: context)
        let running = try zip(batch, [inputs.required(3), inputs.required(4)]).map { new, old in
            Tensor(shape, zip(new.floats, old.floats).map { (1 - momentum) * $0 + momentum * $1 })
        }
        return y + running
    }

    private func moments(of x: Tensor) -> (means: [Double], variances: [Double]) {
        let (batch, channels) = (x.shape[0], x.shape[1])
        let plane = Shape(Array(x.shape.dimensions[2...])).elementCount
        let numbers = x.floatElements
        var means: [Double] = []
        var variances: [Double] = []
        for channel in 0..<channels {
            let planes = (0..<batch).map { ($0 * channels + channel) * plane }
            let count = Double(max(1, batch * plane))
            let mean = planes.reduce(0.0) { $0 + numbers[$1..<$1 + plane].reduce(0.0) { $0 + Double($1) } } / count
            let sum = planes.reduce(0.0) { $0 + numbers[$1..<$1 + plane].reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } }
            means.append(mean)
            variances.append(sum / count)
        }
        return (means, variances)
    }
}
