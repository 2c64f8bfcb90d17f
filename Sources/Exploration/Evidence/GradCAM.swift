import Tensors

/// `L(y, x) = Σ_k α_k · A_k(y, x)` with `α_k` the mean over the places of `∂logit/∂A_k`.
///
/// Source: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization", 2017, arXiv:1610.02391.
package enum GradCAM {
    /// The map `[H, W]` before the rectifier, of maps and gradients `[C, H, W]`.
    package static func map(of maps: Tensor, _ gradients: Tensor) -> Tensor {
        maps.weighted { channel, area in
            let gradient = gradients.floatElements
            return (channel * area..<(channel + 1) * area).reduce(0.0) { $0 + Double(gradient[$1]) } / Double(area)
        }
    }
}

extension Tensor {
    /// The sum of maps `[C, H, W]`, each times its weight, in double precision: `[H, W]`.
    func weighted(by weight: (_ channel: Int, _ area: Int) -> Double) -> Tensor {
        let area = shape[1] * shape[2]
        var sums = [Double](repeating: 0, count: area)
        withExtendedLifetime(storage) {
            let numbers = floatElements
            for channel in 0..<shape[0] {
                let weight = weight(channel, area)
                guard weight != 0 else { continue }
                for place in 0..<area { sums[place] += weight * Double(numbers[channel * area + place]) }
            }
        }
        return Tensor([shape[1], shape[2]], sums.map { Float($0) })
    }
}
