import Tensors

/// `L(y, x) = Σ_k max(0, ∂logit/∂A_k(y, x)) · A_k(y, x)`: every place has its own weight, so that early layers give fine maps.
///
/// Source: Jiang et al., "LayerCAM: Exploring Hierarchical Class Activation Maps for Localization", 2021,
/// doi:10.1109/TIP.2021.3089943.
package enum LayerCAM {
    /// The map `[H, W]` before the rectifier, of maps and gradients `[C, H, W]`.
    package static func map(of maps: Tensor, _ gradients: Tensor) -> Tensor {
        let area = maps.shape[1] * maps.shape[2]
        let (numbers, gradient) = (maps.floats, gradients.floats)
        var sums = [Double](repeating: 0, count: area)
        for index in numbers.indices where gradient[index] > 0 { sums[index % area] += Double(gradient[index]) * Double(numbers[index]) }
        return Tensor([maps.shape[1], maps.shape[2]], sums.map { Float($0) })
    }
}
