import Glibc

/// Reproducible random numbers, the same on every machine.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014 (SplitMix64).
package struct RandomNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number of `0..<1`, with 24 random bits.
    package mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Two independent normal numbers of mean 0 and deviation 1.
    ///
    /// Source: Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958, doi:10.1214/aoms/1177706645.
    package mutating func nextNormalPair() -> (Double, Double) {
        // In `0...1`, 0 excluded.
        let radius = (-2 * log(Double((next() >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = 2 * Double.pi * Double(next() >> 11) * 0x1p-53
        return (radius * cos(angle), radius * sin(angle))
    }
}
