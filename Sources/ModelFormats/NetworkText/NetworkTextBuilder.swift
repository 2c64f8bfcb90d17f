import Inference
import Tensors

/// Makes the graph of a network's text, item by item, and keeps track of sizes on the way.
struct NetworkTextBuilder {
    /// A value of the graph, with what the layers after it need to know.
    struct Value: Equatable {
        let name: String
        let channelCount: Int
        /// Positions along each spatial axis.
        let size: [Int]
        /// Input positions between neighbors along the first axis.
        let stride: Double
    }

    private static let layerLimit = 4000
    /// Items of any kind, so that no repetition of what adds no layer goes on for long.
    private static let stepLimit = 100_000
    private static let weightLimit = 1 << 27
    private static let elementLimit = 1 << 28

    let settings: NetworkText
    private var graph: Graph
    private var taps: [String: Value] = [:]
    private var tapOrder: [String] = []
    /// The last value of each resolution along the outermost level, for `fpn`.
    private var stages: [Value] = []
    private var stepCount = 0
    private var weightCount = 0

    init(_ settings: NetworkText, name: String) {
        self.settings = settings
        graph = Graph(name: name, operatorSet: 17)
    }

    mutating func graph(of items: [NetworkTextItem]) throws(NetworkTextError) -> Graph {
        let input = Value(name: "input", channelCount: settings.inputChannelCount, size: settings.size, stride: 1)
        // Pictures come in any size; sequences and volumes are as long as was said.
        let extents: [Int?] = settings.axisCount == 2 ? [nil, nil] : settings.size
        graph.inputs = [GraphInput(name: input.name, dimensions: [nil, input.channelCount] + extents)]
        let last = try value(of: items, from: input, isOutermost: true)
        let read = Set(graph.nodes.flatMap(\.inputs))
        graph.outputs = [last.name] + graph.nodes.map(\.outputs[0]).filter { !read.contains($0) && $0 != last.name }
        return graph
    }

    // MARK: - Items

    private mutating func value(
        of items: [NetworkTextItem], from start: Value, isOutermost: Bool = false
    ) throws(NetworkTextError) -> Value {
        var value = start
        for item in items {
            for _ in 0..<item.count {
                stepCount += 1
                guard stepCount <= Self.stepLimit else { throw NetworkTextError(.tooManyLayers(limit: Self.layerLimit), at: item.range) }
                value = try self.value(of: item, from: value, isOutermost: isOutermost)
                if isOutermost { noteStage(value) }
            }
        }
        return value
    }

    private mutating func value(
        of item: NetworkTextItem, from value: Value, isOutermost: Bool
    ) throws(NetworkTextError) -> Value {
        switch item.element {
        case .layer(let layer): return try add(layer, to: value, at: item.range)
        case .group(let items): return try self.value(of: items, from: value, isOutermost: isOutermost)
        case .branches(let branches, let join):
            var ends: [Value] = []
            for branch in branches { ends.append(try self.value(of: branch, from: value)) }
            return try joined(ends, join, at: item.range)
        case .tap(let name):
            remember(value, as: name)
            return value
        case .resume(let name): return try tapped(name, at: item.range)
        case .sum(let name): return try joined([value, tapped(name, at: item.range)], .sum, at: item.range)
        case .pyramid(let names): return try pyramid(over: names, at: item.range)
        }
    }

    private mutating func noteStage(_ value: Value) {
        if let last = stages.last, last.size == value.size { stages.removeLast() }
        stages.append(value)
    }

    private mutating func remember(_ value: Value, as name: String) {
        if taps.updateValue(value, forKey: name) == nil { tapOrder.append(name) }
        for index in graph.nodes.indices.reversed() {
            if graph.nodes[index].fullName == name { graph.nodes[index].fullName = graph.nodes[index].name }
            if graph.nodes[index].name == value.name { graph.nodes[index].fullName = name }
        }
    }

    private func tapped(_ name: String, at range: Range<Int>) throws(NetworkTextError) -> Value {
        guard let value = taps[name] else {
            throw NetworkTextError(.unknownTap(name, known: Array(tapOrder.prefix(8))), at: range)
        }
        return value
    }

    // MARK: - Nodes

    private mutating func add(
        _ operatorName: String, _ inputs: [String], channelCount: Int, size: [Int], stride: Double, _ attributes: Attributes = [:],
        at range: Range<Int>
    ) throws(NetworkTextError) -> Value {
        guard graph.nodes.count < Self.layerLimit else { throw NetworkTextError(.tooManyLayers(limit: Self.layerLimit), at: range) }
        guard let count = Shape([channelCount] + size).checkedElementCount, count <= Self.elementLimit else {
            throw NetworkTextError(.tooManyNumbers(limit: Self.elementLimit), at: range)
        }
        let name = nextName
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
        return Value(name: name, channelCount: channelCount, size: size, stride: stride)
    }

    private var nextName: String { "\(graph.nodes.count + 1)" }

    private mutating func add(_ layer: NetworkTextLayer, to input: Value, at range: Range<Int>) throws(NetworkTextError) -> Value {
        switch layer.kind {
        case .convolution: return try addConvolution(layer, to: input, at: range)
        case .maximumPooling, .averagePooling:
            let window = try NetworkTextWindow(layer, input: input.size, standardStride: layer.size, at: range)
            let name = layer.kind == .maximumPooling ? "MaxPool" : "AveragePool"
            return try add(
                name, [input.name], channelCount: input.channelCount, size: window.output, stride: input.stride * window.strideAlongHeight,
                window.attributes, at: range)
        case .globalPooling:
            let ones = [Int](repeating: 1, count: settings.axisCount)
            let stride = input.stride * Double(input.size[0])
            return try add("GlobalAveragePool", [input.name], channelCount: input.channelCount, size: ones, stride: stride, at: range)
        case .activation:
            return try add("Relu", [input.name], channelCount: input.channelCount, size: input.size, stride: input.stride, at: range)
        case .upsampling:
            return try upsampled(input, by: NetworkTextWindow.filled(layer.size, axisCount: settings.axisCount, at: range), at: range)
        }
    }

    private mutating func addConvolution(
        _ layer: NetworkTextLayer, to input: Value, at range: Range<Int>
    ) throws(NetworkTextError) -> Value {
        let window = try NetworkTextWindow(layer, input: input.size, standardStride: [1], at: range)
        let outputs = layer.channelCount ?? settings.channelCount
        let groups = layer.groupCount ?? 1
        guard input.channelCount % groups == 0, outputs % groups == 0 else {
            throw NetworkTextError(.groups(groups, channels: [input.channelCount, outputs]), at: range)
        }
        let shape = Shape([outputs, input.channelCount / groups] + window.kernel)
        weightCount += shape.checkedElementCount ?? Self.weightLimit + 1
        guard weightCount <= Self.weightLimit else { throw NetworkTextError(.tooManyWeights(limit: Self.weightLimit), at: range) }
        let name = "\(nextName).weight"
        var attributes = window.attributes
        attributes["group"] = .int(groups)
        let value = try add(
            "Conv", [input.name, name], channelCount: outputs, size: window.output, stride: input.stride * window.strideAlongHeight,
            attributes, at: range)
        graph.constants[name] = settings.weights.tensor(shape, gain: 1, place: graph.nodes.count)
        return value
    }

    private mutating func upsampled(_ input: Value, by factors: [Int], at range: Range<Int>) throws(NetworkTextError) -> Value {
        let size = zip(input.size, factors).map(*)
        let scales = "\(nextName).scales"
        let value = try add(
            "Resize", [input.name, "", scales], channelCount: input.channelCount, size: size, stride: input.stride / Double(factors[0]),
            [
                "mode": .string("nearest"), "coordinate_transformation_mode": .string("asymmetric"), "nearest_mode": .string("floor"),
            ], at: range)
        graph.constants[scales] = Tensor([factors.count + 2], [1, 1] + factors.map(Float.init))
        return value
    }

    private mutating func joined(_ values: [Value], _ join: NetworkTextJoin, at range: Range<Int>) throws(NetworkTextError) -> Value {
        guard let first = values.first, values.count > 1 else { return values[0] }
        guard values.allSatisfy({ $0.size == first.size }) else {
            var sizes: [[Int]] = []
            for value in values where !sizes.contains(value.size) { sizes.append(value.size) }
            throw NetworkTextError(.sizes(Array(sizes.prefix(4))), at: range)
        }
        let stride = values.map(\.stride).max() ?? 1
        let names = values.map(\.name)
        guard join == .sum, values.allSatisfy({ $0.channelCount == first.channelCount }) else {
            let count = values.reduce(0) { $0 + $1.channelCount }
            return try add("Concat", names, channelCount: count, size: first.size, stride: stride, ["axis": .int(1)], at: range)
        }
        let name = names.count == 2 ? "Add" : "Sum"
        return try add(name, names, channelCount: first.channelCount, size: first.size, stride: stride, at: range)
    }
}

// MARK: - Feature pyramids

extension NetworkTextBuilder {
    /// Levels that a pyramid without names takes, the coarsest ones.
    private static let standardLevelCount = 4

    /// From the coarsest level to the finest: a 1×1 convolution of the level, the level above enlarged twice added to it; then every sum
    /// smoothed by a 3×3 convolution. The finest smoothed level is the value.
    ///
    /// A level whose neighbors lie 2ᵏ input positions apart is remembered as `pk` where nothing else is.
    ///
    /// Source: Lin et al., "Feature pyramid networks for object detection", CVPR 2017, doi:10.1109/CVPR.2017.106.
    private mutating func pyramid(over names: [String], at range: Range<Int>) throws(NetworkTextError) -> Value {
        var levels: [Value] = Array(stages.suffix(Self.standardLevelCount))
        if !names.isEmpty {
            levels = []
            for name in names { levels.append(try tapped(name, at: range)) }
        }
        guard levels.count > 1 else { throw NetworkTextError(.pyramidLevels(count: levels.count), at: range) }
        for (fine, coarse) in zip(levels, levels.dropFirst()) where fine.size != coarse.size.map({ $0 * 2 }) {
            throw NetworkTextError(.pyramidSizes(fine: fine.size, coarse: coarse.size), at: range)
        }
        var merged: [Value] = []
        for level in levels.reversed() {
            var value = try addConvolution(NetworkTextLayer(kind: .convolution, size: [1]), to: level, at: range)
            if let above = merged.last {
                let factors = [Int](repeating: 2, count: settings.axisCount)
                value = try joined([value, upsampled(above, by: factors, at: range)], .sum, at: range)
            }
            merged.append(value)
        }
        var last = merged[0]
        for value in merged {
            last = try addConvolution(NetworkTextLayer(kind: .convolution, size: [3]), to: value, at: range)
            let level = Int(exactly: last.stride)?.trailingZeroBitCount ?? last.stride.exponent
            let name = "p\(level)"
            if taps[name] == nil { remember(last, as: name) }
        }
        return last
    }
}
