import Tensors

extension VariantExecution {
    /// Follows variants of one channel each through a step whose only changed input is the first one; `nil` where that cannot
    /// be done without whole values.
    ///
    /// While an operation treats every channel by itself, one run over the replacement serves all variants. A convolution that
    /// mixes channels is linear: each variant is its result plus the kernels of one channel over the difference.
    mutating func throughChannels(_ step: Plan.Step, _ index: Int, _ channels: [Int], _ replacement: Tensor) throws -> VariantBatch? {
        guard replacement.shape.rank >= 2, replacement.shape[0] == 1, step.outputs.count == 1 else { return nil }
        let isConstant = step.inputs.dropFirst().allSatisfy { $0.isEmpty || evaluation.network.constant($0) != nil }
        guard isConstant else { return nil }
        let inputs = try step.inputs.map { $0.isEmpty ? nil : try baseline($0) }
        let residual = try step.epilogue.residual.map { try baseline($0) }
        if step.implementation.isChannelwise(inputs) {
            multiplyAdds += step.multiplyAdds
            let job = OperatorJob(inputs: [replacement] + inputs.dropFirst(), residual: residual)
            return .channels(channels, of: try step.run([job], step.implementation, in: context)[0][0])
        }
        guard let convolution = step.implementation as? Conv, convolution.group == 1 else { return nil }
        multiplyAdds += step.multiplyAdds / replacement.shape[1] * channels.count
        if let patches = blockedCorrections(index, channels, replacement) { return .patches(patches) }
        let correction = try ChannelCorrection(convolution, step, inputs, residual, replacement, in: context)
        return .patches(try context.mapped(channels) { try correction.patch(channel: $0) })
    }
}

extension VariantExecution {
    /// The outputs of a convolution for variants of one input channel each; `nil` where it has no form for blocked maps.
    private func blockedCorrections(_ index: Int, _ channels: [Int], _ replacement: Tensor) -> [Patch]? {
        guard let step = evaluation.blockedSteps[index], let convolution = step.kernel as? BlockedConvolution,
            convolution.inputLayout == .blocked, let original = evaluation.baseline[step.input],
            let input = evaluation.blockedBaseline[step.input], let output = evaluation.network.values[step.output]?.shape,
            let map = Region(all: output)
        else { return nil }
        let residual = step.residual.flatMap { evaluation.blockedBaseline[$0]?.maps }
        guard (step.residual == nil) == (residual == nil) else { return nil }
        let unlimited = MapBuffer(.blocked, channelCount: output[1], region: map)
        convolution.unlimited.run([BlockedJob(input: input.maps, residual: residual, output: unlimited, region: map)], in: context)
        return channels.enumerated().map { variant, channel in
            guard let difference = replacement.difference(from: original, channel: channel) else {
                return .unchanged(channelCount: output[1])
            }
            let covered = convolution.covered(by: map)
            let places = MapBuffer(covered == input.all ? difference : difference.cropped(to: covered, patchedWith: nil), at: covered)
            let result = MapBuffer(.blocked, channelCount: output[1], region: room(for: step.output, variant, map))
            let job = BlockedJob(input: places, residual: unlimited, output: result, region: map)
            convolution.correction(channel: channel).run([job], in: context)
            fillMargin(of: job, step.output, map)
            return Patch(result, at: map)
        }
    }
}

extension Tensor {
    /// What one channel of a value `[1, C, …]` has more than that of another one, as a value with one channel; `nil` where they are the same.
    fileprivate func difference(from original: Tensor, channel: Int) -> Tensor? {
        let area = shape.dimensions[2...].reduce(1, *)
        var differs = false
        let difference = Tensor(Shape([1, 1] + shape.dimensions[2...])) { numbers in
            withExtendedLifetime((storage, original.storage)) {
                let (before, after) = (original.floatElements, floatElements)
                for index in 0..<area {
                    numbers[index] = after[channel * area + index] - before[channel * area + index]
                    if numbers[index] != 0 { differs = true }
                }
            }
        }
        return differs ? difference : nil
    }
}

/// A convolution whose result is known, put right for another input that differs in one channel.
private struct ChannelCorrection: Sendable {
    private let convolution: Conv
    private let weights: Tensor
    private let original: Tensor
    private let replacement: Tensor
    /// The result as the epilogue leaves it, but not limited to its range.
    private let unlimited: Tensor
    /// What is done to a correction: scaled as the result was, added to it, limited.
    private let epilogue: Epilogue

    init(
        _ convolution: Conv, _ step: Plan.Step, _ inputs: [Tensor?], _ residual: Tensor?, _ replacement: Tensor, in context: RunContext
    ) throws {
        self.convolution = convolution
        self.replacement = replacement
        original = try inputs.required(0)
        weights = try inputs.required(1)
        let whole = try step.epilogue.resolved { _ in residual }
        var affine = whole
        (affine.low, affine.high) = (-.infinity, .infinity)
        unlimited = try convolution.run(inputs, epilogue: affine, in: context)
        var epilogue = whole
        epilogue.shift = nil
        epilogue.residual = unlimited
        self.epilogue = epilogue
    }

    /// The output for one channel replaced; an empty patch where the replacement is what the channel was.
    func patch(channel: Int) throws -> Patch {
        let difference = replacement.difference(from: original, channel: channel)
        guard let difference else { return .unchanged(channelCount: weights.shape[0]) }
        return Patch(try convolution.run([difference, kernels(of: channel)], epilogue: epilogue, in: RunContext()))
    }

    /// The weights that read one channel, `[O, 1, …]`.
    private func kernels(of channel: Int) -> Tensor {
        let kernelArea = weights.shape.dimensions[2...].reduce(1, *)
        return Tensor(Shape([weights.shape[0], 1] + weights.shape.dimensions[2...])) { numbers in
            withExtendedLifetime(weights.storage) {
                for filter in 0..<weights.shape[0] {
                    let start = (filter * weights.shape[1] + channel) * kernelArea
                    for tap in 0..<kernelArea { numbers[filter * kernelArea + tap] = weights.floatElements[start + tap] }
                }
            }
        }
    }
}

extension Operator {
    /// Whether every channel of the output depends on the same channel of the first input alone.
    fileprivate func isChannelwise(_ inputs: [Tensor?]) -> Bool {
        switch self {
        case is BatchNormalization, is any UnaryFunction, is Clip, is Dropout, is Identity, is any WindowPooling, is any GlobalPooling:
            true
        case let convolution as Conv:
            convolution.group > 1 && inputs.optional(1)?.shape[1] == 1 && inputs.optional(1)?.shape[0] == convolution.group
        default: false
        }
    }
}
