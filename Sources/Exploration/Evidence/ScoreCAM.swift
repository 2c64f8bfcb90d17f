import Inference
import Tensors

/// `L(y, x) = Σ_k w_k · A_k(y, x)` with `w` the softmax over the channels of the class's logits for the input masked by each map.
///
/// A map becomes a mask by bilinear interpolation to the input's size and scaling to `0...1`; what is masked out is zero to the
/// network. A map that is the same everywhere masks nothing and is left out. No gradients are needed.
///
/// Source: Wang et al., "Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks", 2020, arXiv:1910.01279.
struct ScoreCAM {
    /// The map `[H, W]` before the rectifier.
    let map: Tensor
    /// How many channels were tried, of how many.
    let channels: (used: Int, total: Int)

    /// - Throws: ``EvidenceError``, `RunError`; `RunCancelled` where there is nothing yet.
    init(
        of classNumber: Int, at layer: String, in specimen: Specimen, channelLimit: Int?, control: RunControl
    ) throws {
        let maps = try specimen.maps(of: layer, control: control.withoutProgress)
        let (axes, input) = (try specimen.pictureAxes(), try specimen.input())
        let order = ChannelOrder.energy.sorted(maps).prefix(channelLimit ?? maps.shape[0]).filter { channel in
            let statistics = maps.part(channel).statistics
            return statistics.maximum > statistics.minimum
        }
        let scores = try MaskedScores(specimen: specimen).logits(count: order.count, control: control) { index in
            let mask = maps.part(order[index]).interpolated(height: axes.height, width: axes.width).scaledToUnit()
            return input.masked(by: mask.floats, axes)
        }
        var weights = [Double](repeating: 0, count: maps.shape[0])
        for (channel, share) in zip(order, ClassRanking.softmax(scores.map { $0[classNumber] })) { weights[channel] = Double(share) }
        map = maps.weighted { channel, _ in weights[channel] }
        channels = (scores.count, maps.shape[0])
    }
}
