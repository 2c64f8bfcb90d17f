import Tensors

/// The Fourier transforms of frames of a signal `[N, T]` or `[N, T, 1|2]`, `frame_step` apart and weighted by a window:
/// `[N, frames, bins, 2]`.
///
/// Source: ONNX STFT, opset 17.
struct STFT: Operator {
    static let name = "STFT"
    private let isOneSided: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        isOneSided = try attributes.int("onesided", default: 1) != 0
    }

    private struct Frames {
        let batch: Int
        let extent: Int
        let parts: Int
        let step: Int
        let length: Int
        let count: Int
        let bins: Int
    }

    private func frames(_ inputs: [ValueInfo?]) throws(OperatorError) -> Frames {
        let signal = try inputs.required(0, "signal")
        try signal.requireFloatingPoint("signal")
        let rank = signal.shape.rank
        guard rank == 2 || rank == 3 && (1...2).contains(signal.shape[2]) else {
            throw .rank(role: "signal", found: signal.shape, expected: "2 axes, or 3 with real or complex numbers in the last")
        }
        let parts = rank == 3 ? signal.shape[2] : 1
        if isOneSided && parts == 2 { throw .unsupported("'onesided' of a complex signal") }
        let step = try inputs.requiredIntegers(1, "frame_step").first ?? 0
        let window = inputs.optional(2)
        if let window {
            try window.requireType(of: signal, role: "window", like: "signal")
            guard window.shape.rank == 1 else { throw .rank(role: "window", found: window.shape, expected: "1 axis") }
        }
        let given = inputs.optional(3) == nil ? nil : try inputs.requiredIntegers(3, "frame_length").first
        guard let length = given ?? window?.shape[0] else { throw .missingInput(index: 3, role: "frame_length") }
        guard step > 0, length > 0, length <= min(signal.shape[1], FourierTransform.longest), window == nil || window?.shape == [length]
        else {
            throw .failed("frames of \(length), \(step) apart, do not fit a signal of \(signal.shape[1])")
        }
        return Frames(
            batch: signal.shape[0], extent: signal.shape[1], parts: parts, step: step, length: length,
            count: (signal.shape[1] - length) / step + 1, bins: isOneSided ? length / 2 + 1 : length)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let frames = try frames(inputs)
        return [try ValueInfo(checking: inputs.required(0, "signal").elementType, [frames.batch, frames.count, frames.bins, 2])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let signal = try inputs.required(0)
        let frames = try frames(inputs.known)
        let window = inputs.optional(2)?.numbers(as: Double.self) ?? [Double](repeating: 1, count: frames.length)
        let numbers = signal.numbers(as: Double.self)
        let transform = FourierTransform(length: frames.length)
        var result: [Double] = []
        result.reserveCapacity(frames.batch * frames.count * frames.bins * 2)
        for frame in 0..<frames.batch * frames.count {
            try context.control.checkCancellation()
            let start = frame / frames.count * frames.extent + frame % frames.count * frames.step
            let part = (0..<frames.length).map { index in
                let place = (start + index) * frames.parts
                return Complex(
                    real: numbers[place] * window[index], imaginary: frames.parts == 2 ? numbers[place + 1] * window[index] : 0)
            }
            for number in transform(part).prefix(frames.bins) { result += [number.real, number.imaginary] }
        }
        return [Tensor([frames.batch, frames.count, frames.bins, 2], elements: result).converted(to: signal.elementType)]
    }
}
