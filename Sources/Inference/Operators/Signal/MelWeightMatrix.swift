import Foundation
import Tensors

/// The weights `[dft_length/2 + 1, num_mel_bins]` that bring a spectrum to the mel scale: triangles whose corners are evenly spaced by
/// `mel(f) = 2595 · log₁₀(1 + f/700)` and lie on bins of the spectrum.
///
/// Source: ONNX MelWeightMatrix, opset 17.
struct MelWeightMatrix: Operator {
    static let name = "MelWeightMatrix"
    private let type: ElementType

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        let code = try attributes.int("output_datatype", default: 1)
        guard let type = ElementType(onnxCode: code), type != .bool, type != .string else {
            throw .attributeValue(name: "output_datatype", value: String(code), expected: "a type of numbers")
        }
        self.type = type
    }

    private func sizes(_ inputs: [ValueInfo?]) throws(OperatorError) -> (mels: Int, length: Int) {
        let given = try (inputs.requiredIntegers(0, "num_mel_bins"), inputs.requiredIntegers(1, "dft_length"))
        guard let mels = given.0.first, let length = given.1.first, mels >= 0, length >= 0, mels < 1 << 20, length < 1 << 30 else {
            throw .failed("expected numbers of bins, found \(given.0) and \(given.1)")
        }
        return (mels, length)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (mels, length) = try sizes(inputs)
        return [try ValueInfo(checking: type, [length / 2 + 1, mels])]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (mels, length) = try sizes(inputs.known)
        let numbers = try (2...4).map { try inputs.required($0).numbers(as: Double.self).first ?? 0 }
        let corners = try Self.corners(count: mels + 2, length: length, rate: numbers[0], from: numbers[1], to: numbers[2])
        var weights = [Double](repeating: 0, count: (length / 2 + 1) * mels)
        for mel in 0..<mels {
            let (left, center, right) = (corners[mel], corners[mel + 1], corners[mel + 2])
            if left == center { weights[center * mels + mel] = 1 }
            for bin in left..<max(left, center + 1) where center > left {
                weights[bin * mels + mel] = Double(bin - left) / Double(center - left)
            }
            for bin in center..<max(center, right) { weights[bin * mels + mel] = Double(right - bin) / Double(right - center) }
        }
        return [Tensor([length / 2 + 1, mels], elements: weights).converted(to: type)]
    }

    /// The bins of the spectrum at which triangles begin, peak and end.
    private static func corners(count: Int, length: Int, rate: Double, from low: Double, to high: Double) throws(OperatorError) -> [Int] {
        let mel = { (frequency: Double) in 2595 * log10(1 + frequency / 700) }
        let step = (mel(high) - mel(low)) / Double(count)
        var corners: [Int] = []
        for index in 0..<count {
            let frequency = 700 * (pow(10, (Double(index) * step + mel(low)) / 2595) - 1)
            let bin = (Double(length + 1) * frequency / rate).rounded(.down)
            guard bin >= Double(corners.last ?? 0), bin <= Double(length / 2) else {
                throw .failed("frequencies from \(low) to \(high) at the rate \(rate) do not fit a spectrum of \(length / 2 + 1) bins")
            }
            corners.append(Int(bin))
        }
        return corners
    }
}
