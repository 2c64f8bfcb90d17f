import Foundation
import Tensors

/// An element type with arithmetic that never traps: integers wrap around, and an integer divided by 0 is 0.
protocol NumericElement: TensorElement, Comparable {
    static var zero: Self { get }
    /// The number that no other is below: minus infinity, or the smallest integer.
    static var lowest: Self { get }
    /// The number that no other is above.
    static var highest: Self { get }

    func plus(_ other: Self) -> Self
    func minus(_ other: Self) -> Self
    func times(_ other: Self) -> Self
    /// The quotient, rounded toward 0 for integers.
    func over(_ other: Self) -> Self
    /// The remainder with the sign of this number, as C's `fmod`.
    func truncatedRemainder(_ other: Self) -> Self
    func raised(to exponent: Self) -> Self

    var isNotANumber: Bool { get }
    /// The same number in the widest type of its kind.
    var wide: WideNumber { get }
    /// The number nearest to `number` that this type holds: integers lose their upper bits, fractions round toward 0.
    init(_ number: WideNumber)
}

/// A number of any element type without loss.
enum WideNumber {
    case signed(Int64)
    case unsigned(UInt64)
    case real(Double)

    var double: Double {
        switch self {
        case .signed(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .real(let value): value
        }
    }
}

extension NumericElement {
    static var one: Self { Self(.signed(1)) }

    /// The remainder with the sign of the divisor, as in Python.
    func flooredRemainder(_ other: Self) -> Self {
        let remainder = truncatedRemainder(other)
        let differs = remainder != .zero && (remainder < .zero) != (other < .zero)
        return differs ? remainder.plus(other) : remainder
    }
}

extension NumericElement where Self: FixedWidthInteger {
    static var lowest: Self { min }
    static var highest: Self { max }
    func plus(_ other: Self) -> Self { self &+ other }
    func minus(_ other: Self) -> Self { self &- other }
    func times(_ other: Self) -> Self { self &* other }
    func over(_ other: Self) -> Self { other == 0 ? 0 : dividedReportingOverflow(by: other).partialValue }
    func truncatedRemainder(_ other: Self) -> Self { other == 0 ? 0 : remainderReportingOverflow(dividingBy: other).partialValue }
    var isNotANumber: Bool { false }
    var wide: WideNumber { Self.isSigned ? .signed(Int64(truncatingIfNeeded: self)) : .unsigned(UInt64(truncatingIfNeeded: self)) }

    /// By repeated squaring; a negative exponent leaves 0 but for the bases 1 and -1.
    func raised(to exponent: Self) -> Self {
        guard exponent >= 0 else {
            if self == 1 { return 1 }
            guard Self.isSigned, self &+ 1 == 0 else { return 0 }
            return exponent & 1 == 0 ? 1 : self
        }
        var result: Self = 1
        var square = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result &* square }
            square = square &* square
            rest >>= 1
        }
        return result
    }

    init(_ number: WideNumber) {
        switch number {
        case .signed(let value): self = Self(truncatingIfNeeded: value)
        case .unsigned(let value): self = Self(truncatingIfNeeded: value)
        case .real(let value):
            if value.isNaN {
                self = 0
            } else if let exact = Self(exactly: value.rounded(.towardZero)) {
                self = exact
            } else {
                self = value < 0 ? .min : .max
            }
        }
    }
}

extension NumericElement where Self: BinaryFloatingPoint {
    static var lowest: Self { -infinity }
    static var highest: Self { infinity }
    func plus(_ other: Self) -> Self { self + other }
    func minus(_ other: Self) -> Self { self - other }
    func times(_ other: Self) -> Self { self * other }
    func over(_ other: Self) -> Self { self / other }
    func truncatedRemainder(_ other: Self) -> Self { truncatingRemainder(dividingBy: other) }
    func raised(to exponent: Self) -> Self { Self(pow(Double(self), Double(exponent))) }
    var isNotANumber: Bool { isNaN }
    var wide: WideNumber { .real(Double(self)) }

    init(_ number: WideNumber) {
        switch number {
        case .signed(let value): self = Self(value)
        case .unsigned(let value): self = Self(value)
        case .real(let value): self = Self(value)
        }
    }
}

extension Float: NumericElement {}
extension Double: NumericElement {}
extension Int8: NumericElement {}
extension Int16: NumericElement {}
extension Int32: NumericElement {}
extension Int64: NumericElement {}
extension UInt8: NumericElement {}
extension UInt16: NumericElement {}
extension UInt32: NumericElement {}
extension UInt64: NumericElement {}

extension ElementType {
    /// The Swift type to calculate in; `nil` for 16-bit floating point, which goes by way of float32, for Booleans, texts, and for types
    /// that only store numbers.
    var numericElement: (any NumericElement.Type)? {
        switch self {
        case .float32: Float.self
        case .float64: Double.self
        case .int8: Int8.self
        case .int16: Int16.self
        case .int32: Int32.self
        case .int64: Int64.self
        case .uint8: UInt8.self
        case .uint16: UInt16.self
        case .uint32: UInt32.self
        case .uint64: UInt64.self
        case .float16, .bfloat16, .bool, .string: nil
        case .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0, .float4e2m1, .int4, .uint4: nil
        }
    }

    var isHalfPrecision: Bool { self == .float16 || self == .bfloat16 }
    /// Whether elements are numbers that are calculated with.
    var isNumber: Bool { isFloatingPoint || isInteger }
    var isInteger: Bool { !isFloatingPoint && self != .bool && self != .string && !isStorageOnly }

    /// The Swift type to calculate in, for a type that ``Operator/inferOutputs(_:)`` let pass.
    func requiredNumericElement(_ role: String) throws(OperatorError) -> any NumericElement.Type {
        guard let type = numericElement else { throw .elementType(role: role, found: self, expected: "a number of 8, 32 or 64 bits") }
        return type
    }
}
