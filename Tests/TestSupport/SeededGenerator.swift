import Tensors

/// Random numbers that a seed determines: SplitMix64.
///
/// Source: Steele, Lea and Flood, 2014, doi:10.1145/2714064.2660195.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Tensor {
    /// A float32 tensor of numbers in `range`, determined by `seed`.
    package static func random(_ shape: Shape, in range: ClosedRange<Float> = -1...1, seed: UInt64) -> Tensor {
        var generator = SeededGenerator(seed: seed)
        return Tensor(shape, (0..<shape.elementCount).map { _ in Float.random(in: range, using: &generator) })
    }

    /// The greatest difference to another tensor of the same shape, relative to the greatest magnitude in that one.
    package func relativeDifference(to other: Tensor) -> Float {
        guard shape == other.shape else { return .infinity }
        let (mine, theirs) = (floats, other.floats)
        let greatest = theirs.reduce(0) { max($0, abs($1)) }
        var difference: Float = 0
        for index in mine.indices where mine[index] != theirs[index] {
            let distance = abs(mine[index] - theirs[index])
            difference = max(difference, distance.isNaN ? .infinity : distance)
        }
        return difference == 0 ? 0 : difference / max(greatest, .leastNormalMagnitude)
    }
}
