import Foundation

/// Which level of a feature pyramid an object of some size goes to: k = ⌊4 + log₂(√(wh) ÷ 224)⌋.
///
/// Source: Lin et al., "Feature pyramid networks for object detection", CVPR 2017, doi:10.1109/CVPR.2017.106, equation 1. Networks clamp k to
/// the levels they have.
package enum PyramidLevel {
    /// The level of an object of √(wh) pixels, which must be positive.
    package static func level(of size: Double) -> Int {
        let exponent = (4 + log2(size / 224)).rounded(.down)
        return Int(min(max(exponent, -1000), 1000))
    }

    /// The sizes that go to a level, from the first one to the first one of the next level.
    package static func sizes(of level: Int) -> Range<Double> {
        let first = 224 * pow(2, Double(level - 4))
        return first..<2 * first
    }
}
