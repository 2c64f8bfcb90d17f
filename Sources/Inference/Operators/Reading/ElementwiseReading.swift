import Tensors

/// An operator that makes every element of its outputs from the elements at the same place of its inputs, which broadcast.
protocol PointwiseOperator: Operator {}

extension PointwiseOperator {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        pointwiseReading(of: index, for: output, inputs: inputs, outputs: outputs)
    }
}

extension Operator {
    fileprivate func pointwiseReading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let input = inputs.optional(index)?.shape, outputs.indices.contains(output) else { return nil }
        return .broadcast(input, to: outputs[output].shape)
    }

    /// The reading of a second operand that stands under other axes of the first than the last ones.
    fileprivate func alignedReading(_ input: Shape, as aligned: Shape?, _ outputs: [ValueInfo]) -> InputReading? {
        guard let aligned, let output = outputs.first?.shape, let reading = InputReading.broadcast(aligned, to: output) else { return nil }
        return aligned == input ? reading : .chain([reading, .reshaped(from: input, to: aligned)])
    }
}

extension Cast: PointwiseOperator {}
extension Clip: PointwiseOperator {}
extension Dropout: PointwiseOperator {}
extension Expand: PointwiseOperator {}
extension Identity: PointwiseOperator {}
extension IsInf: PointwiseOperator {}
extension IsNaN: PointwiseOperator {}
extension Mod: PointwiseOperator {}
extension Not: PointwiseOperator {}
extension Pow: PointwiseOperator {}
extension Trilu: PointwiseOperator {}
extension Where: PointwiseOperator {}

extension UnaryFunction {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        pointwiseReading(of: index, for: output, inputs: inputs, outputs: outputs)
    }
}

extension VariadicArithmetic {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        pointwiseReading(of: index, for: output, inputs: inputs, outputs: outputs)
    }
}

extension BinaryArithmetic {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let first = inputs.optional(0)?.shape, let input = inputs.optional(index)?.shape else { return nil }
        return alignedReading(input, as: index == 0 ? input : try? alignment.aligned(input, to: first), outputs)
    }
}

extension Comparison {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let first = inputs.optional(0)?.shape, let input = inputs.optional(index)?.shape else { return nil }
        return alignedReading(input, as: index == 0 ? input : try? alignment.aligned(input, to: first), outputs)
    }
}

extension LogicalConnective {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let first = inputs.optional(0)?.shape, let input = inputs.optional(index)?.shape else { return nil }
        return alignedReading(input, as: index == 0 ? input : try? alignment.aligned(input, to: first), outputs)
    }
}

extension PRelu {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, let input = inputs.optional(index)?.shape else { return nil }
        return alignedReading(input, as: index == 0 ? input : aligned(input, to: x), outputs)
    }
}

extension CastLike {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        index == 0 ? pointwiseReading(of: index, for: output, inputs: inputs, outputs: outputs) : .nothing
    }
}
