import Glibc

/// The C library's functions, where Swift's standard library has none.
enum ElementaryMath {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
    static func exponential(_ number: Double) -> Double { exp(number) }
    static func logarithm(_ number: Double) -> Double { log(number) }
    static func hyperbolicTangent(_ number: Double) -> Double { tanh(number) }
}
