/// The weights by which pixels of a picture make up those of a larger or smaller one.
///
/// All but `nearest` are stretched over the source when a picture shrinks, so that every pixel counts (antialiasing).
package enum ResamplingFilter: String, CaseIterable, Sendable {
    case nearest, box, bilinear, bicubic, lanczos

    /// Half the width of the kernel in pixels of the larger scale; 0 for `nearest`, which has none.
    package var support: Double {
        switch self {
        case .nearest: 0
        case .box: 0.5
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The kernel's weight at a distance from its center.
    ///
    /// Bicubic is that of Keys with a = −½ (DOI 10.1109/TASSP.1981.1163711); Lanczos has three lobes.
    package func weight(at x: Double) -> Double {
        let distance = abs(x)
        switch self {
        case .nearest:
            return 0
        case .box:
            return x > -0.5 && x <= 0.5 ? 1 : 0
        case .bilinear:
            return max(0, 1 - distance)
        case .bicubic:
            let a = -0.5
            if distance < 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0
        case .lanczos:
            return x >= -3 && x < 3 ? normalizedSinc(x) * normalizedSinc(x / 3) : 0
        }
    }
}
