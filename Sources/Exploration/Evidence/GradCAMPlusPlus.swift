import Tensors

/// `L(y, x) = Σ_k w_k · A_k(y, x)` with `w_k = Σ_yx α_k(y, x) · max(0, g_k(y, x))`, `g = ∂logit/∂A` and
/// `α = g² / (2 g² + g³ · ΣA_k)`, which is `1 / (2 + g · ΣA_k)` wherever g is not 0.
///
/// In the second form no constant is needed against division by zero, so that the map does not depend on the scale of the logits.
///
/// Source: Chattopadhyay et al., "Grad-CAM++", 2018, arXiv:1710.11063, equation 19.
package enum GradCAMPlusPlus {
    /// The map `[H, W]` before the rectifier, of maps and gradients `[C, H, W]`.
    package static func map(of maps: Tensor, _ gradients: Tensor) -> Tensor {
        maps.weighted { channel, area in
            let (numbers, gradient) = (maps.floatElements, gradients.floatElements)
            let range = channel * area..<(channel + 1) * area
            let sum = range.reduce(0.0) { $0 + Double(numbers[$1]) }
            return range.reduce(0.0) { total, index in
                let slope = Double(gradient[index])
                let denominator = 2 + slope * sum
                return slope > 0 && denominator != 0 ? total + slope / denominator : total
            }
        }
    }
}
