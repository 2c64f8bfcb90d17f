import CKernels
import Tensors

/// The p-norm under each position of a sliding window: `y = (Σ |x|^p)^(1/p)`; padding adds nothing.
///
/// Source: ONNX LpPool, opsets 1, 2, 11, 18 (`dilations`, `ceil_mode`), 22.
package struct LpPool: WindowPooling {
    package static let name = "LpPool"

    package let window: SlidingWindow
    let norm: PowerNorm

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        norm = try PowerNorm(attributes: attributes)
    }

    package func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        let w = window.pointee
        let (inputPlane, outputPlane) = w.planes
        for plane in 0..<planes {
            let map = input + plane * inputPlane
            for place in 0..<outputPlane {
                let (row, column) = place.quotientAndRemainder(dividingBy: w.outputWidth)
                var sum = 0.0
                for ky in 0..<w.kernelHeight {
                    let y = row * w.strideHeight + ky * w.dilationHeight - w.padTop
                    guard y >= 0, y < w.inputHeight else { continue }
                    for kx in 0..<w.kernelWidth {
                        let x = column * w.strideWidth + kx * w.dilationWidth - w.padLeft
                        if x >= 0, x < w.inputWidth { sum += norm.power(map[y * w.inputWidth + x]) }
                    }
                }
                output[plane * outputPlane + place] = Float(norm.root(sum))
            }
        }
    }

    package func combine(
        _ maps: UnsafePointer<Float>, count: Int, depths: [Int], of window: ResolvedWindow, into output: UnsafeMutablePointer<Float>
    ) {
        let inside = depths.count(where: window.contains)
        for place in 0..<count {
            output[place] = Float(norm.root((0..<inside).reduce(0) { $0 + norm.power(maps[$1 * count + place]) }))
        }
    }
}

/// The norm `(Σ |x|^p)^(1/p)` that some pools take.
struct PowerNorm: Sendable {
    let exponent: Double

    init(attributes: Attributes) throws(OperatorError) {
        exponent = Double(try attributes.float("p", default: 2))
        guard exponent > 0, exponent.isFinite else {
            throw .attributeValue(name: "p", value: "\(exponent)", expected: "a positive number")
        }
    }

    /// One term of the sum.
    func power(_ x: Float) -> Double {
        let magnitude = Double(x.magnitude)
        return exponent == 2 ? magnitude * magnitude : exponent == 1 ? magnitude : magnitude.raised(to: exponent)
    }

    /// The norm of numbers with this sum of powers.
    func root(_ sum: Double) -> Double { exponent == 2 ? sum.squareRoot() : exponent == 1 ? sum : sum.raised(to: 1 / exponent) }

    /// What a small change of a number makes of the norm.
    func derivative(at x: Float, norm: Float) -> Double {
        guard x != 0, norm != 0 else { return 0 }
        let share = (Double(x.magnitude) / Double(norm)).raised(to: exponent - 1)
        return x < 0 ? -share : share
    }
}
