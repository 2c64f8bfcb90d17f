import CKernels
import Tensors

/// The attributes that convolutions and pools have in common: how a window slides over the spatial axes.
///
/// Source: ONNX Conv, MaxPool, AveragePool: `kernel_shape`, `strides`, `dilations`, `pads`, `auto_pad`, `ceil_mode`.
package struct SlidingWindow: Sendable, Equatable {
    /// How the padding is found.
    package enum Padding: Sendable, Equatable {
        /// As many elements before and after each axis as stated: all befores, then all afters.
        case explicit([Int]?)
        /// Enough for `⌈input / stride⌉` outputs; an odd element goes after the axis, or before it where `oddBefore`.
        case same(oddBefore: Bool)
    }

    package let kernel: [Int]?
    package let strides: [Int]?
    package let dilations: [Int]?
    package let padding: Padding
    package let roundsUp: Bool

    /// Nobody trains windows beyond this, and products of a few such numbers stay far from overflow.
    static let largestSetting = 1 << 20

    init(attributes: Attributes) throws(OperatorError) {
        kernel = try Self.sizes("kernel_shape", of: attributes, least: 1)
        strides = try Self.sizes("strides", of: attributes, least: 1)
        dilations = try Self.sizes("dilations", of: attributes, least: 1)
        roundsUp = try attributes.int("ceil_mode", default: 0) != 0
        switch try attributes.string("auto_pad", default: "NOTSET") {
        case "NOTSET", "": padding = .explicit(try Self.sizes("pads", of: attributes, least: 0))
        case "VALID": padding = .explicit(nil)
        case "SAME_UPPER": padding = .same(oddBefore: false)
        case "SAME_LOWER": padding = .same(oddBefore: true)
        case let other: throw .attributeValue(name: "auto_pad", value: other, expected: "NOTSET, VALID, SAME_UPPER or SAME_LOWER")
        }
    }

    private init(kernel: [Int]?, strides: [Int]?, dilations: [Int]?, padding: Padding, roundsUp: Bool) {
        (self.kernel, self.strides, self.dilations) = (kernel, strides, dilations)
        (self.padding, self.roundsUp) = (padding, roundsUp)
    }

    /// The same window for inputs that come with their padding.
    var withoutPadding: SlidingWindow {
        SlidingWindow(kernel: kernel, strides: strides, dilations: dilations, padding: .explicit(nil), roundsUp: false)
    }

    /// A list of sizes; `nil` where there is none.
    static func sizes(_ name: String, of attributes: Attributes, least: Int) throws(OperatorError) -> [Int]? {
        guard let sizes = try attributes.ints(name) else { return nil }
        for size in sizes where size < least || size > largestSetting {
            throw .attributeValue(name: name, value: "\(size)", expected: "within \(least)...\(largestSetting)")
        }
        return sizes
    }

    /// The window of weights `[O, C / group, …]` over maps `[N, C, …]`.
    func resolved(over maps: Shape, weights: Shape) throws(OperatorError) -> ResolvedWindow {
        let size = Array(weights.dimensions[2...])
        if let declared = kernel, declared != size {
            throw .attributeValue(name: "kernel_shape", value: "\(declared)", expected: "that of the weights, \(size)")
        }
        guard size.allSatisfy({ $0 >= 1 }) else { throw .shapes(found: [weights], expected: "a kernel of at least one element") }
        return try resolved(input: Array(maps.dimensions[2...]), kernel: size)
    }

    /// The window over spatial axes of the given extents, with everything left open filled in.
    package func resolved(input: [Int], kernel: [Int]) throws(OperatorError) -> ResolvedWindow {
        let strides = try filled(self.strides, rank: input.count, name: "strides")
        let dilations = try filled(self.dilations, rank: input.count, name: "dilations")
        guard kernel.count == input.count else {
            throw .attributeValue(name: "kernel_shape", value: "\(kernel)", expected: "\(input.count) numbers")
        }
        var window = ResolvedWindow(input: input, kernel: kernel, strides: strides, dilations: dilations)
        for axis in input.indices {
            (window.before[axis], window.after[axis]) = try pads(axis: axis, of: window)
            let free = input[axis] + window.before[axis] + window.after[axis] - window.extent(axis)
            guard free >= 0 else {
                throw .shapes(found: [Shape(input), Shape(kernel)], expected: "a window that fits into the padded input")
            }
            window.output[axis] = free / strides[axis] + 1
            // One more where rounding up, unless that window would start in the padding after the axis.
            let startsInside = window.output[axis] * strides[axis] < input[axis] + window.before[axis]
            if roundsUp, free % strides[axis] != 0, startsInside { window.output[axis] += 1 }
        }
        return window
    }

    /// ` 3x3 /2 d2`: the kernel, and stride and dilation where they are not 1.
    package func description(kernel: [Int]) -> String {
        func text(_ sizes: [Int]) -> String {
            Set(sizes).count == 1 ? "\(sizes[0])" : sizes.map(String.init).joined(separator: "x")
        }
        var words = [kernel.map(String.init).joined(separator: "x")]
        if let strides, strides.contains(where: { $0 != 1 }) { words.append("/" + text(strides)) }
        if let dilations, dilations.contains(where: { $0 != 1 }) { words.append("d" + text(dilations)) }
        return words.joined(separator: " ")
    }

    private func pads(axis: Int, of window: ResolvedWindow) throws(OperatorError) -> (before: Int, after: Int) {
        switch padding {
        case .explicit(nil): return (0, 0)
        case .explicit(let pads?):
            let rank = window.input.count
            guard pads.count == 2 * rank else { throw .attributeValue(name: "pads", value: "\(pads)", expected: "\(2 * rank) numbers") }
            return (pads[axis], pads[rank + axis])
        case .same(let oddBefore):
            let (input, stride) = (window.input[axis], window.strides[axis])
            let outputs = (input + stride - 1) / stride
            let total = max(0, (outputs - 1) * stride + window.extent(axis) - input)
            let before = oddBefore ? total - total / 2 : total / 2
            return (before, total - before)
        }
    }

    fileprivate func filled(_ sizes: [Int]?, rank: Int, name: String) throws(OperatorError) -> [Int] {
        guard let sizes else { return [Int](repeating: 1, count: rank) }
        guard sizes.count == rank else { throw .attributeValue(name: name, value: "\(sizes)", expected: "\(rank) numbers") }
        return sizes
    }
}

/// A window over axes of known extent. All lists have one number a spatial axis.
package struct ResolvedWindow: Sendable, Equatable {
    package fileprivate(set) var input: [Int]
    package let kernel, strides, dilations: [Int]
    package fileprivate(set) var output: [Int]
    /// Padding before and after each axis.
    package fileprivate(set) var before, after: [Int]

    fileprivate init(input: [Int], kernel: [Int], strides: [Int], dilations: [Int]) {
        self.input = input
        self.kernel = kernel
        self.strides = strides
        self.dilations = dilations
        output = input
        before = [Int](repeating: 0, count: input.count)
        after = before
    }

    /// From the first to the last input element that a window touches along an axis, both included.
    package func extent(_ axis: Int) -> Int { (kernel[axis] - 1) * dilations[axis] + 1 }

    /// Whether each output depends on the input at its own place and on no other.
    package var isPointwise: Bool {
        kernel.allSatisfy { $0 == 1 } && strides.allSatisfy { $0 == 1 } && (before + after).allSatisfy { $0 == 0 }
    }

    /// The window of the convolution that makes the input's gradient from the output's; `nil` where strides leave out places, or padding is
    /// wider than the window reaches.
    var turned: ResolvedWindow? {
        guard strides.allSatisfy({ $0 == 1 }), input.indices.allSatisfy({ max(before[$0], after[$0]) < extent($0) }) else { return nil }
        var result = ResolvedWindow(input: output, kernel: kernel, strides: strides, dilations: dilations)
        result.output = input
        result.before = input.indices.map { extent($0) - 1 - before[$0] }
        result.after = input.indices.map { extent($0) - 1 - after[$0] }
        return result
    }

    /// The window of one element each over the output's places.
    var pointwiseOverOutput: ResolvedWindow {
        let ones = [Int](repeating: 1, count: output.count)
        return ResolvedWindow(input: output, kernel: ones, strides: ones, dilations: ones)
    }

    /// The window over the last two axes, for the kernels: a single axis is seen as the row of a map of height 1, a volume as maps one
    /// behind another; `nil` for more than three axes.
    var planar: CnnsWindow? {
        guard (1...3).contains(input.count) else { return nil }
        func pair(_ sizes: [Int], _ missing: Int) -> (Int, Int) { ([missing] + sizes).suffix(2).withPair }
        let (inputSize, outputSize, kernelSize) = (pair(input, 1), pair(output, 1), pair(kernel, 1))
        let (stride, dilation, pad) = (pair(strides, 1), pair(dilations, 1), pair(before, 0))
        return CnnsWindow(
            inputHeight: inputSize.0, inputWidth: inputSize.1, outputHeight: outputSize.0, outputWidth: outputSize.1,
            kernelHeight: kernelSize.0, kernelWidth: kernelSize.1, strideHeight: stride.0, strideWidth: stride.1,
            dilationHeight: dilation.0, dilationWidth: dilation.1, padTop: pad.0, padLeft: pad.1)
    }

    /// How many maps one behind another the input and the output have: 1 for what is no volume.
    var depth: (input: Int, output: Int) { input.count == 3 ? (input[0], output[0]) : (1, 1) }

    /// Places along the depth, of a volume, that the kernel's layers touch for the output map at `z`; those in the padding lie outside
    /// `0..<depth.input`.
    func depths(of z: Int) -> [Int] {
        guard input.count == 3 else { return [z] }
        return (0..<kernel[0]).map { z * strides[0] + $0 * dilations[0] - before[0] }
    }
}

extension ArraySlice<Int> {
    fileprivate var withPair: (Int, Int) { (self[startIndex], self[endIndex - 1]) }
}

// MARK: - The window of a transposed convolution

extension SlidingWindow {
    /// The window that slides over the output of a transposed convolution, whose extents are found here, and makes its input.
    ///
    /// - Parameter outputShape: the extents of the output, from which the padding then follows.
    func transposed(
        input: [Int], kernel: [Int], outputPadding: [Int]?, outputShape: [Int]?
    ) throws(OperatorError) -> ResolvedWindow {
        let rank = input.count
        let strides = try filled(self.strides, rank: rank, name: "strides")
        let dilations = try filled(self.dilations, rank: rank, name: "dilations")
        let added = try outputPadding.map { sizes throws(OperatorError) in try filled(sizes, rank: rank, name: "output_padding") }
        let wanted = try outputShape.map { sizes throws(OperatorError) in try filled(sizes, rank: rank, name: "output_shape") }
        var window = ResolvedWindow(input: input, kernel: kernel, strides: strides, dilations: dilations)
        for axis in input.indices {
            guard input[axis] <= ShapeInference.largestElementCount else { throw .shapes(found: [Shape(input)], expected: "smaller maps") }
            let full = strides[axis] * (input[axis] - 1) + (added?[axis] ?? 0) + window.extent(axis)
            switch (wanted?[axis], padding) {
            case (let extent?, _): window.pad(axis, total: max(0, full - extent), isLargerBefore: padding != .same(oddBefore: false))
            case (nil, .same(let oddBefore)):
                window.pad(axis, total: max(0, full - input[axis] * strides[axis]), isLargerBefore: oddBefore)
            case (nil, .explicit(let pads)):
                guard pads == nil || pads?.count == 2 * rank else {
                    throw .attributeValue(name: "pads", value: "\(pads ?? [])", expected: "\(2 * rank) numbers")
                }
                (window.before[axis], window.after[axis]) = (pads?[axis] ?? 0, pads?[rank + axis] ?? 0)
            }
            let isSame = if case .same = padding { true } else { false }
            let extent = wanted?[axis] ?? (isSame ? input[axis] * strides[axis] : full - window.before[axis] - window.after[axis])
            guard extent >= 1 else { throw .shapes(found: [Shape(input), Shape(kernel)], expected: "an output that the padding leaves") }
            window.input[axis] = extent
        }
        return window
    }
}

extension ResolvedWindow {
    /// Shares padding out to both ends of an axis.
    fileprivate mutating func pad(_ axis: Int, total: Int, isLargerBefore: Bool) {
        let larger = total - total / 2
        (before[axis], after[axis]) = isLargerBefore ? (larger, total / 2) : (total / 2, larger)
    }
}
