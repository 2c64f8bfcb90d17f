/// A layout of floating-point numbers in 8 bits or fewer: a sign, an exponent and a fraction.
///
/// A number is `± 2^(exponent − bias) · (1 + fraction / 2^fractionBits)`, and without the 1 where the exponent's bits are 0.
///
/// Source: Micikevicius et al., "FP8 Formats for Deep Learning", arXiv:2209.05433; ONNX, "Float stored in 8 bits", "Float4";
/// OCP Microscaling Formats, version 1.0.
package struct NarrowFloat: Sendable, Equatable {
    private let exponentBits: UInt8
    private let fractionBits: UInt8
    private let bias: Int
    /// The code of the largest number; what lies above stands for something else.
    private let largest: UInt8
    /// What a number beyond the largest becomes where it does not become the largest.
    private let overflow: UInt8
    /// Whether there is no negative 0: its code is the only one that is not a number.
    private let hasOneNaN: Bool

    package static let e4m3fn = NarrowFloat(
        exponentBits: 4, fractionBits: 3, bias: 7, largest: 0x7E, overflow: 0x7F, hasOneNaN: false)
    package static let e4m3fnuz = NarrowFloat(
        exponentBits: 4, fractionBits: 3, bias: 8, largest: 0x7F, overflow: 0x80, hasOneNaN: true)
    package static let e5m2 = NarrowFloat(exponentBits: 5, fractionBits: 2, bias: 15, largest: 0x7B, overflow: 0x7C, hasOneNaN: false)
    package static let e5m2fnuz = NarrowFloat(
        exponentBits: 5, fractionBits: 2, bias: 16, largest: 0x7F, overflow: 0x80, hasOneNaN: true)
    /// Four bits; every code is a number.
    package static let e2m1 = NarrowFloat(exponentBits: 2, fractionBits: 1, bias: 1, largest: 0x7, overflow: 0x7, hasOneNaN: false)

    private var signBit: UInt8 { 1 << (exponentBits + fractionBits) }

    /// The number that a code stands for.
    package func number(_ code: UInt8) -> Float {
        let magnitude = code & (signBit - 1)
        if code == signBit, hasOneNaN { return .nan }
        if magnitude > largest { return magnitude == overflow && self == .e5m2 ? (code < signBit ? .infinity : -.infinity) : .nan }
        let exponent = Int(magnitude >> fractionBits)
        let fraction = Float(magnitude & (1 << fractionBits - 1))
        let implicit: Float = exponent == 0 ? 0 : Float(1 << fractionBits)
        let value = Float(sign: .plus, exponent: max(exponent, 1) - bias - Int(fractionBits), significand: implicit + fraction)
        return code & signBit == 0 ? value : -value
    }

    /// The code of the nearest number, ties to the even one.
    ///
    /// - Parameter saturating: whether what is beyond the largest number becomes that, instead of infinity or not a number.
    package func code(_ number: Float, saturating: Bool) -> UInt8 {
        let sign = number.sign == .minus ? signBit : 0
        if number.isNaN { return hasOneNaN ? signBit : self == .e2m1 ? 0 : sign | 0x7F }
        let code = magnitudeCode(number.magnitude)
        if code > largest {
            if saturating { return sign | largest }
            return hasOneNaN ? signBit : sign | overflow
        }
        return hasOneNaN && code == 0 ? 0 : sign | code
    }

    /// The code of a number without sign; above ``largest`` where it is too large.
    private func magnitudeCode(_ magnitude: Float) -> UInt8 {
        guard magnitude.isFinite else { return .max }
        let exponent = max(magnitude == 0 ? 1 - bias : Int(magnitude.exponent), 1 - bias)
        guard exponent < 1 << exponentBits - bias else { return .max }
        let steps = Float(sign: .plus, exponent: Int(fractionBits) - exponent, significand: magnitude).rounded(.toNearestOrEven)
        let code = (exponent + bias - 1) << Int(fractionBits) + Int(steps)
        return UInt8(min(code, 255))
    }
}

/// How a number is rounded to a power of two.
package enum PowerRounding: String, Sendable, CaseIterable { case up, down, nearest }

/// The powers of two that one byte holds: `2^(code − 127)`, and 255 for what is not a number.
///
/// Source: OCP Microscaling Formats, version 1.0, E8M0.
package enum PowerOfTwoScale {
    package static func number(_ code: UInt8) -> Float {
        code == 255 ? .nan : Float(sign: .plus, exponent: Int(code) - 127, significand: 1)
    }

    /// The code of a power of two near to the magnitude of a number; ties of `nearest` go up.
    ///
    /// - Parameter saturating: whether what is beyond the ends becomes these, instead of not a number.
    package static func code(_ number: Float, rounding: PowerRounding, saturating: Bool) -> UInt8 {
        if number.isNaN { return 255 }
        let magnitude = number.magnitude
        guard magnitude.isFinite else { return saturating ? 254 : 255 }
        guard magnitude > 0 else { return saturating ? 0 : 255 }
        let significand = magnitude.significand
        let goesUp =
            switch rounding {
            case .up: significand > 1
            case .down: false
            case .nearest: significand >= 1.5
            }
        let code = Int(magnitude.exponent) + 127 + (goesUp ? 1 : 0)
        guard (0...254).contains(code) else { return saturating ? (code < 0 ? 0 : 254) : 255 }
        return UInt8(code)
    }
}
