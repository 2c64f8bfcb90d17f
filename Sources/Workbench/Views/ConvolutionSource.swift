import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Finds what `convolve` slides over what.
struct ConvolutionSource {
    private let arguments: Arguments
    private let session: Session
    private let ground: ConvolveCommand.Ground?

    init(_ arguments: Arguments, _ session: Session) {
        self.arguments = arguments
        self.session = session
        ground = arguments.text("over").flatMap(ConvolveCommand.Ground.init)
    }

    private var lab: Lab { session.lab }

    func kernel() throws -> SlidingKernel {
        if let value = arguments.value("with") {
            guard !arguments.has("PLACE") else { throw arguments.error("expected a filter or a kernel, found both", at: "with") }
            return try arguments.located(at: "with") { try own(value.tensor()) }
        }
        return try arguments.located(at: "PLACE") { try filter() }
    }

    // MARK: - A kernel of one's own

    private func own(_ tensor: Tensor) throws -> SlidingKernel {
        let numbers = tensor.convertedToFloat32()
        let rank = numbers.shape.rank
        guard rank == 2 || rank == 3, numbers.elementCount > 0, numbers.shape.dimensions.suffix(2).allSatisfy({ $0 <= Self.largestKernel })
        else {
            throw Diagnostic(
                "expected a kernel of rows and columns, at most \(Self.largestKernel) of each, found the shape \(numbers.shape)")
        }
        let kernel = rank == 2 ? numbers.reshaped(to: Shape([1] + numbers.shape.dimensions)) : numbers
        guard ground != .maps else { throw Diagnostic("expected 'over' pixels, gray, red, green or blue for a kernel of one's own") }
        let over = ground ?? (kernel.shape[0] == 1 ? .gray : .pixels)
        let input = try picture(over)
        let setting = adjusted(ConvolutionWalk.Setting())
        return SlidingKernel(
            title: "kernel", inputTitle: over == .pixels ? "the picture" : over.rawValue, channelNames: input.names,
            walk: try ConvolutionWalk(input: input.maps, kernel: kernel, setting: setting, control: session.control),
            ownSetting: ConvolutionWalk.Setting())
    }

    private static let largestKernel = 64

    // MARK: - A filter of a layer

    private func filter() throws -> SlidingKernel {
        let place = try filterPlace()
        let (layer, channel) = (place.layer, place.channel)
        let network = try lab.requireModel().network
        let operation = network.operations[layer.number]
        guard let convolution = operation.implementation as? Conv, let weights = network.constant(operation.node.inputs[1]),
            let inputInfo = network.values[operation.node.inputs[0]], (3...4).contains(inputInfo.shape.rank)
        else {
            throw Diagnostic("expected a convolution over maps, found '\(layer.name)' (\(layer.kind))", help: "'layers *conv*' lists them")
        }
        let window = try convolution.resolvedWindow(inputInfo.shape, weights.shape)
        let own = Self.setting(of: window)
        let seen = weights.shape[1]
        let first = channel / (weights.shape[0] / convolution.group) * seen
        let kernel = weights.convertedToFloat32().part(channel)
        let planar = kernel.shape.rank == 2 ? kernel.reshaped(to: [kernel.shape[0], 1, kernel.shape[1]]) : kernel
        let bias = operation.node.inputs.count > 2 ? network.constant(operation.node.inputs[2])?.convertedToFloat32().floats[channel] : nil
        let input =
            ground == nil || ground == .maps
            ? try maps(operation.node.inputs[0], first..<first + seen) : try picture(ground ?? .pixels)
        return SlidingKernel(
            title: "\(Address(layer: layer.name, channel: channel))", inputTitle: input.title, channelNames: input.names,
            walk: try ConvolutionWalk(input: input.maps, kernel: planar, bias: bias, setting: adjusted(own), control: session.control),
            ownSetting: own)
    }

    /// The layer and filter of the address; the strongest filter where none is named.
    private func filterPlace() throws -> (layer: Layer, channel: Int) {
        let address = arguments.address("PLACE")
        let (layer, channel): (Layer, Int?)
        if let address, try lab.requireModel().network.layers.named(address.description) != nil {
            (layer, channel) = (try lab.layer(address.description), nil)
        } else {
            (layer, channel) = (try lab.layer(address?.layer), address?.channel)
        }
        let count = layer.outputShape.rank > 1 ? layer.outputShape[1] : 0
        if let channel {
            guard channel < count else { throw LabError.noSuchChannel(channel, layer: layer.name, count: count) }
            return (layer, channel)
        }
        return (layer, ChannelOrder.max.sorted(try lab.maps(of: layer, in: session)).first ?? 0)
    }

    private static func setting(of window: ResolvedWindow) -> ConvolutionWalk.Setting {
        guard window.input.count == 1 else {
            return ConvolutionWalk.Setting(strides: window.strides, dilations: window.dilations, padding: window.before + window.after)
        }
        return ConvolutionWalk.Setting(
            strides: [1, window.strides[0]], dilations: [1, window.dilations[0]], padding: [0, window.before[0], 0, window.after[0]])
    }

    /// The setting with what the clauses change.
    private func adjusted(_ own: ConvolutionWalk.Setting) -> ConvolutionWalk.Setting {
        var setting = own
        if let stride = arguments.integer("stride") { setting.strides = [stride, stride] }
        if let dilation = arguments.integer("dilation") { setting.dilations = [dilation, dilation] }
        if let padding = arguments.integer("pad") { setting.padding = [padding, padding, padding, padding] }
        return setting
    }

    // MARK: - What it slides over

    private struct Maps {
        let title: String
        /// `[C, H, W]`
        let maps: Tensor
        let names: [String]
    }

    /// Channels of a value of the network.
    private func maps(_ value: String, _ channels: Range<Int>) throws -> Maps {
        guard let tensor = try lab.tensors([value], in: session)[value]?.convertedToFloat32() else { throw RunError.unknownValue(value) }
        let axes = tensor.shape.dimensions
        guard axes[0] == 1 else { throw LabError.noChannels(layer: try lab.layerWord(of: value), shape: tensor.shape) }
        let size = axes.count == 3 ? [1, axes[2]] : Array(axes[2...])
        let all = tensor.reshaped(to: Shape([axes[1]] + size))
        let word = try lab.layerWord(of: value)
        return Maps(title: word, maps: all.parts(Array(channels)), names: channels.map { "\(Address(layer: word, channel: $0))" })
    }

    /// The picture as the network sees it, `0...255`: all channels in the network's order, gray, or one color.
    private func picture(_ over: ConvolveCommand.Ground) throws -> Maps {
        let visible = try lab.visibleImage()
        let picture =
            switch over {
            case .pixels, .maps: visible.channelCount == 1 ? visible : visible.convertedToRGB()
            case .gray: visible.convertedToGray()
            case .red, .green, .blue: visible.convertedToRGB()
            }
        let colors = picture.channelCount == 1 ? ["gray"] : ["red", "green", "blue"]
        let isReversed = lab.model?.preprocessing.channelOrder == .bgr && over == .pixels
        let names = [.red, .green, .blue].contains(over) ? [over.rawValue] : isReversed ? colors.reversed() : colors
        let pixels = picture.heightInPixels * picture.widthInPixels
        let planes = Tensor([names.count, picture.heightInPixels, picture.widthInPixels]) { destination in
            for (plane, name) in names.enumerated() {
                let channel = colors.firstIndex(of: name) ?? 0
                for pixel in 0..<pixels {
                    destination[plane * pixels + pixel] = Float(picture.samples[pixel * picture.channelCount + channel])
                }
            }
        }
        return Maps(title: over == .pixels ? "the picture" : names[0], maps: planes, names: names)
    }
}
