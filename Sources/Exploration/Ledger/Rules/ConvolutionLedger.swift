import Inference
import Tensors

/// A convolution: `y[o, …] = b[o] + Σ_{c, k} w[o, c, k] · x[c, y·s + k·d − p]`, a term for each weight of the filter.
enum ConvolutionLedger: LedgerRule {
    static let operatorNames: Set<String> = ["Conv"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard let convolution = opened.operation.implementation as? Conv else { return try InputListLedger.ledger(of: opened) }
        let (x, weights) = (try opened.input(0), try opened.input(1))
        let window = try convolution.resolvedWindow(x.shape, weights.shape)
        let indices = opened.indices
        let (filter, channels) = (indices[1], weights.shape[1])
        let first = filter / (weights.shape[0] / convolution.group) * channels
        let taps = WindowTaps(window, at: Array(indices[2...]))
        let plane = window.input.reduce(1, *)
        let name = opened.node.inputs[0]
        var terms: [Ledger.Term] = []
        terms.reserveCapacity(channels * taps.offsets.count)
        withExtendedLifetime((x.storage, weights.storage)) {
            let (inputs, factors) = (x.floatElements, weights.floatElements)
            for channel in 0..<channels {
                let start = (indices[0] * x.shape[1] + first + channel) * plane
                let weightStart = (filter * channels + channel) * taps.offsets.count
                for (tap, offset) in taps.offsets.enumerated() {
                    let weight = Double(factors[weightStart + tap])
                    if let offset {
                        let value = Double(inputs[start + offset])
                        let unit = NetworkUnit(value: name, element: start + offset)
                        terms.append(Ledger.Term(.unit(unit), value, weight: weight, amount: weight * value))
                    } else {
                        terms.append(Ledger.Term(.padding, 0, weight: weight, amount: 0))
                    }
                }
            }
        }
        let bias = opened.hasInput(2) ? [Ledger.Line("bias", try opened.input(2).number(at: filter))] : []
        let size = window.kernel.map(String.init).joined(separator: "x")
        var ledger = Ledger(
            sumOf: opened.unit, value: opened.value,
            formula:
                "Σ weight · input\(bias.isEmpty ? "" : " + bias") over \(channels) channel\(channels == 1 ? "" : "s") under a kernel of \(size)",
            terms: terms, summands: bias)
        let kernel = window.kernel
        ledger.window = Ledger.Window(
            input: name, firstChannel: first, shape: [channels, kernel.dropLast().reduce(1, *), kernel.last ?? 1])
        return ledger
    }
}

/// The elements of a map that a window touches at one position.
struct WindowTaps {
    /// For each element of the kernel, in row-major order, the element of the map; `nil` in the padding.
    let offsets: [Int?]
    /// Whether each element of the kernel lies within the map with its padding, which rounding up may leave.
    let liesInPaddedMap: [Bool]

    init(_ window: ResolvedWindow, at position: [Int]) {
        let kernel = Shape(window.kernel)
        var offsets: [Int?] = []
        var inside: [Bool] = []
        for tap in 0..<kernel.elementCount {
            var offset: Int? = 0
            var isInside = true
            for (axis, index) in kernel.indices(of: tap).enumerated() {
                let place = position[axis] * window.strides[axis] + index * window.dilations[axis] - window.before[axis]
                let extent = window.input[axis]
                isInside = isInside && place < extent + window.after[axis]
                offset = (0..<extent).contains(place) ? offset.map { $0 * extent + place } : nil
            }
            offsets.append(offset)
            inside.append(isInside)
        }
        (self.offsets, liesInPaddedMap) = (offsets, inside)
    }
}
