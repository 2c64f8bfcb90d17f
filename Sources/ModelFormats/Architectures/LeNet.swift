/// A few convolutions `conv1`, `conv2` …, each with ReLU, and linear layers `fc1`, `fc2` …, as LeNet-5 is usually written in PyTorch.
///
/// Where there is pooling and padding the weights do not tell; of the usual ways the one is taken in which pictures of 28×28 or 32×32 leave as
/// many positions as the first linear layer wants: pooling after each convolution without padding, pooling after the last alone, pooling
/// after each with padding that keeps the size. Names that cannot be known are those of the functions: `relu`, `max_pool2d`.
///
/// Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998,
/// doi:10.1109/5.726791.
package struct LeNet: Architecture {
    /// One of the usual ways to put pooling between convolutions.
    enum Scheme: CaseIterable {
        case poolingEach, poolingLast, poolingEachPadded

        func pools(after number: Int, of count: Int) -> Bool { self != .poolingLast || number == count - 1 }
        func padding(for kernel: Int) -> Int { self == .poolingEachPadded ? kernel / 2 : 0 }

        /// The side of the pictures that leave maps of `side`; kernels in their order.
        func inputSide(leaving side: Int, kernels: [Int]) -> Int {
            var side = side
            for (number, kernel) in kernels.enumerated().reversed() {
                if pools(after: number, of: kernels.count) { side *= 2 }
                side += kernel - 1 - 2 * padding(for: kernel)
            }
            return side
        }
    }

    struct Convolution: Equatable {
        var width: Int
        var kernel: Int
    }

    package let name: String
    let convolutions: [Convolution]
    /// Of the linear layers before the last.
    let hiddenWidths: [Int]
    let scheme: Scheme
    /// Of the maps that the first linear layer reads.
    let mapSide: Int
    let inputChannelCount: Int

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        let side = scheme.inputSide(leaving: mapSide, kernels: convolutions.map(\.kernel))
        var x = builder.input(for: "conv1", sideInPixels: side, otherwise: inputChannelCount)
        for (number, convolution) in convolutions.enumerated() {
            x = builder.convolution(
                "conv\(number + 1)", of: x, channelCount: convolution.width, kernel: convolution.kernel,
                padding: .each(scheme.padding(for: convolution.kernel)), bias: true)
            x = builder.relu(Self.name("relu", number), of: x)
            guard scheme.pools(after: number, of: convolutions.count) else { continue }
            x = builder.maximumPooling(Self.name("max_pool2d", scheme == .poolingLast ? 0 : number), of: x, kernel: 2, stride: 2)
        }
        x = builder.flattening("flatten", of: x, positionCount: mapSide * mapSide)
        for (number, width) in hiddenWidths.enumerated() {
            x = builder.linear("fc\(number + 1)", of: x, channelCount: width)
            x = builder.relu(Self.name("relu", convolutions.count + number), of: x)
        }
        return builder.linear("fc\(hiddenWidths.count + 1)", of: x)
    }

    /// `relu`, `relu_1`, `relu_2`: calls of a function, as torch.fx counts them.
    private static func name(_ function: String, _ number: Int) -> String { number == 0 ? function : "\(function)_\(number)" }
}

extension LeNet: ArchitectureFamily {
    private static let lenet = LeNet(
        name: "lenet", convolutions: [Convolution(width: 6, kernel: 5), Convolution(width: 16, kernel: 5)], hiddenWidths: [120, 84],
        scheme: .poolingEach, mapSide: 5, inputChannelCount: 1)

    package static let variants: [any Architecture] = [lenet]

    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        let convolutionCount = shapes.count(from: 1) { "conv\($0)" }
        let linearCount = shapes.count(from: 1) { "fc\($0)" }
        guard (1...4).contains(convolutionCount), (1...6).contains(linearCount) else { return nil }
        let convolutions = (1...convolutionCount).compactMap { number -> Convolution? in
            guard let width = shapes.outputCount("conv\(number)"), let kernel = shapes.kernel("conv\(number)"), kernel < 16 else {
                return nil
            }
            return Convolution(width: width, kernel: kernel)
        }
        let hidden = (1..<linearCount).compactMap { shapes.outputCount("fc\($0)") }
        guard convolutions.count == convolutionCount, hidden.count == linearCount - 1, let width = convolutions.last?.width,
            let featureCount = shapes.inputCount("fc1"), let side = (1...64).first(where: { $0 * $0 * width == featureCount })
        else { return nil }
        let kernels = convolutions.map(\.kernel)
        guard let scheme = Scheme.allCases.first(where: { [28, 32].contains($0.inputSide(leaving: side, kernels: kernels)) }) else {
            return nil
        }
        let isLeNet = convolutions == lenet.convolutions && hidden == lenet.hiddenWidths
        return LeNet(
            name: isLeNet ? "lenet" : "convolutions", convolutions: convolutions, hiddenWidths: hidden, scheme: scheme, mapSide: side,
            inputChannelCount: shapes.inputCount("conv1") ?? 1)
    }
}
