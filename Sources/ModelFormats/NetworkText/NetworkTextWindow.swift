import Inference

/// The window of a layer of a network's text, as it lies over an input of known size.
struct NetworkTextWindow {
    let kernel: [Int]
    let strides: [Int]
    let dilations: [Int]
    let before: [Int]
    let after: [Int]
    let output: [Int]

    /// - Parameter standardStride: where the text gives none.
    init(_ layer: NetworkTextLayer, input: [Int], standardStride: [Int], at range: Range<Int>) throws(NetworkTextError) {
        let axisCount = input.count
        kernel = try Self.filled(layer.size, axisCount: axisCount, at: range)
        strides = try Self.filled(layer.stride ?? standardStride, axisCount: axisCount, at: range)
        dilations = try Self.filled(layer.dilation ?? [1], axisCount: axisCount, at: range)
        let reach = zip(kernel, dilations).map { ($0 - 1) * $1 }
        if let padding = layer.padding {
            before = try Self.filled(padding, axisCount: axisCount, at: range)
            after = before
        } else {
            before = reach.map { $0 / 2 }
            after = reach.map { $0 - $0 / 2 }
        }
        var output: [Int] = []
        for axis in 0..<axisCount {
            let free = input[axis] + before[axis] + after[axis] - reach[axis] - 1
            guard free >= 0 else { throw NetworkTextError(.window(size: reach.map { $0 + 1 }, map: input), at: range) }
            output.append(free / strides[axis] + 1)
        }
        self.output = output
    }

    var strideAlongHeight: Double { Double(strides[0]) }

    var attributes: Attributes {
        var attributes: Attributes = [
            "kernel_shape": .ints(kernel), "strides": .ints(strides), "pads": .ints(before + after),
        ]
        if dilations.contains(where: { $0 != 1 }) { attributes["dilations"] = .ints(dilations) }
        return attributes
    }

    /// One number for each axis, where one stands for all.
    static func filled(_ numbers: [Int], axisCount: Int, at range: Range<Int>) throws(NetworkTextError) -> [Int] {
        if numbers.count == 1 { return [Int](repeating: numbers[0], count: axisCount) }
        guard numbers.count == axisCount else { throw NetworkTextError(.axisCount(expected: axisCount, found: numbers.count), at: range) }
        return numbers
    }
}
