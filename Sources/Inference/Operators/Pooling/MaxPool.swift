import CKernels
import Tensors

/// The greatest value under each position of a sliding window; padding never wins. The second output, where a node has it, says where
/// in the input each one was found.
///
/// Source: ONNX MaxPool, opsets 1, 8, 10, 11, 12, 22.
package struct MaxPool: WindowPooling {
    package static let name = "MaxPool"

    package static let elementTypes: Set<ElementType> = [.float32, .float16, .bfloat16, .int8, .uint8]

    package let window: SlidingWindow
    /// Whether indices count down the columns first.
    private let countsColumnsFirst: Bool
    private(set) var yieldsIndices = false

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        countsColumnsFirst = try attributes.int("storage_order", default: 0) != 0
    }

    package init(node: Node, operatorSet: Int) throws(OperatorError) {
        try self.init(attributes: node.attributes, operatorSet: operatorSet)
        yieldsIndices = node.outputs.count > 1 && !node.outputs[1].isEmpty
    }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let y = try pooledInfo(inputs)
        return yieldsIndices ? [y, ValueInfo(.int64, y.shape)] : [y]
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let y = try pooled(inputs, in: context)
        guard yieldsIndices else { return [y] }
        let x = try inputs.required(0).convertedToFloat32()
        return [y, indices(of: x, try resolvedWindow(x.shape), shape: y.shape, in: context)]
    }

    private init(window: SlidingWindow) {
        self.window = window
        countsColumnsFirst = false
    }

    /// The same pool for inputs that come with their padding.
    var withoutPadding: MaxPool { MaxPool(window: window.withoutPadding) }

    package func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        cnns_max_pool(input, planes, window, output)
    }

    package func combine(
        _ maps: UnsafePointer<Float>, count: Int, depths: [Int], of window: ResolvedWindow, into output: UnsafeMutablePointer<Float>
    ) {
        let inside = depths.count(where: window.contains)
        let result = UnsafeMutableBufferPointer(start: output, count: count)
        result.update(repeating: -.infinity)
        for map in 0..<inside {
            for place in 0..<count {
                let value = maps[map * count + place]
                if value > result[place] || value.isNaN { result[place] = value }
            }
        }
    }
}

// MARK: - Indices

extension MaxPool {
    /// Where the greatest value under each window stands in the input, the first one among equals; -1 under padding alone.
    private func indices(of x: Tensor, _ window: ResolvedWindow, shape: Shape, in context: RunContext) -> Tensor {
        let outputCount = window.output.reduce(1, *)
        let inputCount = window.input.reduce(1, *)
        return Tensor(shape, of: Int64.self) { indices in
            guard let destination = indices.baseAddress, let source = x.floatElements.baseAddress else { return }
            nonisolated(unsafe) let (input, output) = (source, destination)
            context.parallel(shape[0] * shape[1], grain: max(1, 10_000 / max(1, outputCount))) { channels in
                for channel in channels {
                    for place in 0..<outputCount {
                        let index = greatest(input + channel * inputCount, under: place, window)
                        output[channel * outputCount + place] = Int64(index.map { channel * inputCount + $0 } ?? -1)
                    }
                }
            }
        }
    }

    /// The index, within one channel, of the greatest value under the window of an output place.
    private func greatest(_ input: UnsafePointer<Float>, under place: Int, _ window: ResolvedWindow) -> Int? {
        let corner = Self.position(place, in: window.output).enumerated().map { $1 * window.strides[$0] - window.before[$0] }
        var best: (value: Float, position: [Int])?
        for tap in 0..<window.kernel.reduce(1, *) {
            let position = Self.position(tap, in: window.kernel).enumerated().map { corner[$0] + $1 * window.dilations[$0] }
            guard position.indices.allSatisfy({ (0..<window.input[$0]).contains(position[$0]) }) else { continue }
            let value = input[Self.index(position, in: window.input)]
            if best == nil || value > best?.value ?? value { best = (value, position) }
        }
        guard let best else { return nil }
        guard countsColumnsFirst else { return Self.index(best.position, in: window.input) }
        return Self.index(best.position.reversed(), in: window.input.reversed())
    }

    private static func position(_ index: Int, in extents: [Int]) -> [Int] {
        var rest = index
        var position = extents
        for axis in extents.indices.reversed() {
            position[axis] = rest % extents[axis]
            rest /= extents[axis]
        }
        return position
    }

    private static func index(_ position: [Int], in extents: [Int]) -> Int {
        zip(position, extents).reduce(0) { $0 * $1.1 + $1.0 }
    }
}
