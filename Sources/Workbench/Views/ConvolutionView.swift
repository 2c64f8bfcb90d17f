import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Something that slides over something else: a filter over the maps below it, or a kernel over the picture.
struct SlidingKernel {
    /// What slides: `conv1:3`, or `kernel`.
    let title: String
    /// What it slides over: `input`, `pool1`, `gray`.
    let inputTitle: String
    /// The address of each channel of the input, where it has one.
    let channelNames: [String]
    var walk: ConvolutionWalk
    /// The setting of the layer itself.
    let ownSetting: ConvolutionWalk.Setting

    /// One setting changed along both axes.
    mutating func change(_ change: (inout ConvolutionWalk.Setting) -> Void) throws {
        var setting = walk.setting
        change(&setting)
        walk = try walk.with(setting)
    }
}

/// One step of a sliding kernel as a figure.
struct ConvolutionView {
    let session: Session
    let kernel: SlidingKernel

    /// Channels whose numbers are written out.
    private static let channelLimit = 3

    /// - Parameter number: Counts from 0.
    func figure(step number: Int) throws -> Figure {
        let walk = kernel.walk
        let step = walk.step(number)
        let shown = shownChannels
        let parts = shown.map { channel -> ConvolutionStepFigure.Part in
            let part = step.parts[channel]
            return ConvolutionStepFigure.Part(
                name: kernel.channelNames[channel], patch: part.patch.map { $0.map(Double.init) }, kernel: part.kernel.map(Double.init),
                products: part.products, sum: part.sum)
        }
        let geometry = ConvolutionStepFigure.Geometry(
            kernel: Array(walk.kernel.shape.dimensions[1...]), dilations: walk.setting.dilations, padding: walk.setting.padding,
            corner: [step.top, step.left])
        return try ConvolutionStepFigure(
            caption: caption(step), parts: parts, total: total(step, shown), geometry: geometry,
            input: walk.input.part(shown.first ?? 0), output: walk.output, doneCount: number + 1
        ).figure(on: session.canvas)
    }

    /// The channels with the strongest kernels, in order; all where there are few.
    private var shownChannels: [Int] {
        let kernel = kernel.walk.kernel
        guard kernel.shape[0] > Self.channelLimit else { return Array(0..<kernel.shape[0]) }
        return ChannelOrder.energy.sorted(kernel).prefix(Self.channelLimit).sorted()
    }

    private func caption(_ step: ConvolutionStep) -> String {
        let walk = kernel.walk
        let (setting, shape) = (walk.setting, walk.kernel.shape)
        let size = "\(shape[1])x\(shape[2])"
        return "\(kernel.title) over \(kernel.inputTitle), step \(step.number + 1) of \(walk.stepCount) @\(step.row),\(step.column): "
            + "stride \(Self.text(setting.strides)), padding \(Self.text(setting.padding)), dilation \(Self.text(setting.dilations)); "
            + "\(shape[0]) channel\(shape[0] == 1 ? "" : "s") of \(size), \(walk.input.shape) to \(walk.output.shape); "
            + "input gray, what has a sign diverging, each on its own scale"
    }

    /// `Σ 1.04 (input:0) + bias 0.0015 = 1.0371`.
    private func total(_ step: ConvolutionStep, _ shown: [Int]) -> String {
        let sums = step.parts.map(\.sum)
        var words = [shown.map { NumberFormat.significant(sums[$0], digits: 5) }.joined(separator: " + ")]
        let others = sums.indices.filter { !shown.contains($0) }
        if !others.isEmpty {
            let sum = others.reduce(0) { $0 + sums[$1] }
            words.append("\(NumberFormat.significant(sum, digits: 5)) (\(others.count) other channel\(others.count == 1 ? "" : "s"))")
        }
        if let bias = step.bias { words.append("\(NumberFormat.significant(bias, digits: 5)) (bias)") }
        if sums.count == 1, step.bias == nil { words = ["Σ"] }
        let left = words.joined(separator: " + ").replacing("+ -", with: "− ")
        return
            "\(left) = \(NumberFormat.significant(step.total, digits: 5)), engine \(NumberFormat.significant(step.engineValue, digits: 5))"
    }

    private static func text(_ numbers: [Int]) -> String {
        Set(numbers).count == 1 ? "\(numbers[0])" : numbers.map(String.init).joined(separator: ",")
    }
}
