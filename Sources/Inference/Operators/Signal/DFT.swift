import Tensors

/// The discrete Fourier transform along an axis, of real `[…, 1]` or complex `[…, 2]` numbers; complex numbers come out.
///
/// `dft_length` cuts or pads the signal with zeros; `onesided` keeps the first ⌊n/2⌋ + 1 numbers, which determine the rest where the signal
/// is real; `inverse` goes back.
///
/// Source: ONNX DFT, opsets 17 (`axis` is an attribute), 20 (an input).
struct DFT: Operator {
    static let name = "DFT"
    private let isInverse: Bool
    private let isOneSided: Bool
    /// The axis where it is an attribute.
    private let fixedAxis: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        isInverse = try attributes.int("inverse", default: 0) != 0
        isOneSided = try attributes.int("onesided", default: 0) != 0
        fixedAxis = operatorSet < 20 ? try attributes.int("axis", default: 1) : nil
        if isInverse && isOneSided { throw .unsupported("an inverse transform with 'onesided' set") }
    }

    /// What is transformed: along which axis, how many numbers, and how many of the result are kept.
    private func plan(_ inputs: [ValueInfo?]) throws(OperatorError) -> (axis: Int, length: Int, kept: Int) {
        let input = try inputs.required(0, "input")
        try input.requireFloatingPoint("input")
        let rank = input.shape.rank
        guard rank >= 2, (1...2).contains(input.shape[rank - 1]) else {
            throw .rank(role: "input", found: input.shape, expected: "real or complex numbers in the last axis, and one before")
        }
        let given = inputs.optional(2) == nil ? -2 : try inputs.requiredIntegers(2, "axis").first ?? -2
        let axis = try input.requireAxis(fixedAxis ?? given)
        guard axis < rank - 1 else { throw .attributeValue(name: "axis", value: String(axis), expected: "an axis before the last") }
        let length = inputs.optional(1) == nil ? input.shape[axis] : try inputs.requiredIntegers(1, "dft_length").first ?? 0
        guard length > 0, length <= FourierTransform.longest else {
            throw .attributeValue(name: "dft_length", value: String(length), expected: "1 to \(FourierTransform.longest)")
        }
        return (axis, length, isOneSided ? length / 2 + 1 : length)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        let plan = try plan(inputs)
        var shape = input.shape
        shape.dimensions[plan.axis] = plan.kept
        shape.dimensions[shape.rank - 1] = 2
        return [try ValueInfo(checking: input.elementType, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        let plan = try plan(inputs.known)
        guard let info = try inferOutputs(inputs.known).first else { return [] }
        let transform = FourierTransform(length: plan.length, isInverse: isInverse)
        let parts = input.shape[input.shape.rank - 1]
        let numbers = input.numbers(as: Double.self)
        let lines = AxisLines(Shape(Array(input.shape.dimensions.dropLast())), axis: plan.axis)
        var result = [Double](repeating: 0, count: info.shape.elementCount)
        for line in 0..<lines.groups * lines.columns {
            try context.control.checkCancellation()
            let (group, column) = (line / lines.columns, line % lines.columns)
            var signal = [Complex](repeating: .zero, count: plan.length)
            for step in 0..<min(plan.length, lines.length) {
                let place = ((group * lines.length + step) * lines.columns + column) * parts
                signal[step] = Complex(real: numbers[place], imaginary: parts == 2 ? numbers[place + 1] : 0)
            }
            for (step, number) in transform(signal).prefix(plan.kept).enumerated() {
                let place = ((group * plan.kept + step) * lines.columns + column) * 2
                (result[place], result[place + 1]) = (number.real, number.imaginary)
            }
        }
        return [Tensor(info.shape, elements: result).converted(to: info.elementType)]
    }
}
