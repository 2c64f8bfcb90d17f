/// A block of MobileNetV3 and EfficientNet as torchvision lays it out: what stands in its sequence `block`, one after the other.
///
/// Usually widen by 1×1, filter each map by itself, weigh the maps, narrow by 1×1; fused blocks widen and filter at once.
struct InvertedBottleneck: Equatable {
    enum Part: Equatable {
        /// A convolution of this width and kernel, with normalization, and an activation unless it is the last of several.
        case convolution(width: Int, kernel: Int)
        /// A convolution of each map by itself.
        case depthwise(kernel: Int)
        /// Squeeze and excitation over this many channels in between.
        case squeeze(width: Int)
    }

    var parts: [Part]

    /// The usual block.
    ///
    /// - Parameters:
    ///   - squeezed: the channels of squeeze and excitation; `nil` without it.
    ///   - expands: whether there is a 1×1 convolution before the depthwise one.
    init(innerWidth: Int, kernel: Int, squeezed: Int?, outputWidth: Int, expands: Bool) {
        parts = expands ? [.convolution(width: innerWidth, kernel: 1)] : []
        parts.append(.depthwise(kernel: kernel))
        if let squeezed { parts.append(.squeeze(width: squeezed)) }
        parts.append(.convolution(width: outputWidth, kernel: 1))
    }

    /// A fused block of 3×3 convolutions; without widening it is one convolution alone.
    init(fusedInnerWidth: Int?, outputWidth: Int) {
        if let fusedInnerWidth {
            parts = [.convolution(width: fusedInnerWidth, kernel: 3), .convolution(width: outputWidth, kernel: 1)]
        } else {
            parts = [.convolution(width: outputWidth, kernel: 3)]
        }
    }

    /// Reads a block off the weights of its sequence `NAME.0`, `NAME.1` and so on; `nil` where there is none.
    init?(_ name: String, _ shapes: WeightShapes) {
        parts = []
        while true {
            let part = "\(name).\(parts.count)"
            if let width = shapes.outputCount("\(part).fc1") {
                parts.append(.squeeze(width: width))
            } else if let width = shapes.outputCount("\(part).0"), let kernel = shapes.kernel("\(part).0") {
                // Nobody reduces all channels to one and then filters: a single input channel is a depthwise filter's.
                let isDepthwise = shapes.inputCount("\(part).0") == 1 && width > 1
                parts.append(isDepthwise ? .depthwise(kernel: kernel) : .convolution(width: width, kernel: kernel))
            } else {
                break
            }
        }
        if parts.isEmpty { return nil }
    }

    /// The part that the block's stride is on: the depthwise convolution, or in fused blocks the first.
    private var stridedPart: Int {
        parts.firstIndex { if case .depthwise = $0 { true } else { false } } ?? 0
    }

    /// Adds the parts, and the input where size and width stay.
    func add(
        _ name: String, to input: GraphBuilder.Value, stride: Int, style: Style, _ builder: inout GraphBuilder
    ) -> GraphBuilder.Value {
        var x = input
        for (place, part) in parts.enumerated() {
            let layer = "\(name).block.\(place)"
            let isNarrowing = parts.count > 1 && place == parts.count - 1
            let unit = GraphBuilder.UnitStyle(epsilon: style.epsilon, activation: isNarrowing ? nil : style.activation)
            let partStride = place == stridedPart ? stride : 1
            switch part {
            case .convolution(let width, let kernel):
                x = builder.unit(layer, of: x, channelCount: width, kernel: kernel, stride: partStride, unit)
            case .depthwise(let kernel):
                x = builder.unit(
                    layer, of: x, channelCount: x.channelCount, kernel: kernel, stride: partStride, groups: x.channelCount, unit)
            case .squeeze(let width):
                x = builder.squeezeExcitation(layer, of: x, squeezedCount: width, style.squeezing, scale: style.gate)
            }
        }
        guard stride == 1, x.channelCount == input.channelCount else { return x }
        return builder.sum("\(name).add", of: x, and: input)
    }

    /// What the weights do not tell.
    struct Style {
        /// Of batch normalization.
        var epsilon: Float
        var activation: Activation
        /// Between the two convolutions of squeeze and excitation, and after them.
        var squeezing: Activation
        var gate: Activation
    }
}

/// The nearest multiple of 8 that is not more than a tenth below: how widths are scaled.
func multipleOfEight(_ width: Double) -> Int {
    let rounded = max(8, Int(width + 4) / 8 * 8)
    return Double(rounded) < 0.9 * width ? rounded + 8 : rounded
}
