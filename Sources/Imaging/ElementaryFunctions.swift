import Glibc

/// The cube root, for color spaces.
func cubeRoot(_ x: Double) -> Double { cbrt(x) }

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// sin(πx)/(πx), and 1 at 0.
func normalizedSinc(_ x: Double) -> Double {
    guard x != 0 else { return 1 }
    let angle = x * .pi
    return sin(angle) / angle
}

/// The exponent of the largest power of ten that is not above a positive number.
func floorLogarithm10(_ x: Double) -> Double { log10(x).rounded(.down) }

/// The logarithm to base 2 of a positive number.
func logarithm2(_ x: Double) -> Double { log2(x) }
