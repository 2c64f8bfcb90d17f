import Foundation

/// A complex number in double precision.
struct Complex: Sendable {
    var real: Double
    var imaginary: Double

    static func + (a: Complex, b: Complex) -> Complex { Complex(real: a.real + b.real, imaginary: a.imaginary + b.imaginary) }
    static func - (a: Complex, b: Complex) -> Complex { Complex(real: a.real - b.real, imaginary: a.imaginary - b.imaginary) }
    static func * (a: Complex, b: Complex) -> Complex {
        Complex(real: a.real * b.real - a.imaginary * b.imaginary, imaginary: a.real * b.imaginary + a.imaginary * b.real)
    }

    /// `exp(2πi · turns)`.
    static func unit(turns: Double) -> Complex { Complex(real: cos(2 * .pi * turns), imaginary: sin(2 * .pi * turns)) }
    static let zero = Complex(real: 0, imaginary: 0)

    var conjugate: Complex { Complex(real: real, imaginary: -imaginary) }
}

/// The discrete Fourier transform of any length: `X[k] = Σ x[n] · exp(∓2πi·kn/N)`, upper sign forth, lower sign back (and then 1/N of it).
///
/// Lengths that are powers of two by halves; all others as a convolution with a chirp, done by three transforms of such a length.
///
/// Source: Cooley and Tukey, 1965, doi:10.2307/2003354; Bluestein, 1970, doi:10.1109/TAU.1970.1162132.
struct FourierTransform {
    /// Longer transforms would take more time and memory than any signal is worth: a few bytes of a file ask for one.
    static let longest = 1 << 20

    private let length: Int
    private let isInverse: Bool
    /// The chirp `exp(∓πi·n²/N)`, and the transform of its conjugate; empty for powers of two.
    private var chirp: [Complex] = []
    private var chirpTransform: [Complex] = []

    init(length: Int, isInverse: Bool = false) {
        self.length = length
        self.isInverse = isInverse
        guard length > 1, length & (length - 1) != 0 else { return }
        let sign = isInverse ? 1.0 : -1.0
        chirp = (0..<length).map { .unit(turns: sign * Double($0 &* $0 % (2 * length)) / Double(2 * length)) }
        var padded = [Complex](repeating: .zero, count: paddedLength)
        for index in 0..<length {
            padded[index] = chirp[index].conjugate
            if index > 0 { padded[paddedLength - index] = padded[index] }
        }
        Self.transform(&padded, isInverse: false)
        chirpTransform = padded
    }

    /// A power of two with room for a convolution.
    private var paddedLength: Int { 1 << (Int.bitWidth - (2 * length - 1).leadingZeroBitCount) }

    func callAsFunction(_ x: [Complex]) -> [Complex] {
        var y = x
        if chirp.isEmpty {
            Self.transform(&y, isInverse: isInverse)
        } else {
            y = [Complex](repeating: .zero, count: paddedLength)
            for index in 0..<length { y[index] = x[index] * chirp[index] }
            Self.transform(&y, isInverse: false)
            for index in y.indices { y[index] = y[index] * chirpTransform[index] }
            Self.transform(&y, isInverse: true)
            let scale = Complex(real: 1 / Double(paddedLength), imaginary: 0)
            y = (0..<length).map { y[$0] * chirp[$0] * scale }
        }
        guard isInverse else { return y }
        let scale = Complex(real: 1 / Double(max(1, length)), imaginary: 0)
        return y.map { $0 * scale }
    }

    /// In place, of a power of two, without a factor.
    private static func transform(_ x: inout [Complex], isInverse: Bool) {
        let count = x.count
        guard count > 1 else { return }
        var reversed = 0
        for index in 1..<count {
            var bit = count >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed { x.swapAt(index, reversed) }
        }
        let roots = (0..<count / 2).map { Complex.unit(turns: (isInverse ? 1 : -1) * Double($0) / Double(count)) }
        var half = 1
        while half < count {
            for start in stride(from: 0, to: count, by: 2 * half) {
                for step in 0..<half {
                    let turned = x[start + half + step] * roots[step * (count / (2 * half))]
                    x[start + half + step] = x[start + step] - turned
                    x[start + step] = x[start + step] + turned
                }
            }
            half *= 2
        }
    }
}
