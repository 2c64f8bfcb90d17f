import Tensors

/// Columns added back to the image that they were gathered from: `y[c, place(l, k)] = Σ x[c · K + k, l]` over the `K` places of a block.
///
/// Input `[N, C · K, L]`, output `[N, C, …]` of the image's extents; `L` blocks of `K` elements slide over the padded image.
///
/// Source: ONNX Col2Im, opset 18.
struct Col2Im: Operator {
    static let name = "Col2Im"
    private let window: SlidingWindow

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "input")
        guard x.elementType == .float32 else { throw .elementType(role: "input", found: x.elementType, expected: "float32") }
        return [try ValueInfo(checking: x.elementType, plan(x.shape, inputs).output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let (window, output) = try plan(x.shape, inputs.known)
        let places = WindowPlaces(window)
        let (taps, image) = (places.tapCount, window.input.reduce(1, *))
        return [
            Tensor(output) { y in
                y.initialize(repeating: 0)
                nonisolated(unsafe) let (source, target) = (x.floatElements, y)
                context.parallel(output[0] * output[1]) { channels in
                    for channel in channels {
                        for tap in 0..<taps {
                            let row = (channel * taps + tap) * places.count
                            for (block, place) in places.row(tap).enumerated() where place >= 0 {
                                target[channel * image + Int(place)] += source[row + block]
                            }
                        }
                    }
                }
            }
        ]
    }

    /// The window that slid over the image, and the output's shape.
    func plan(_ x: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> (window: ResolvedWindow, output: Shape) {
        let image = try inputs.requiredIntegers(1, "image_shape")
        let block = try inputs.requiredIntegers(2, "block_shape")
        let sizes = 1...SlidingWindow.largestSetting
        guard !image.isEmpty, (image + block).allSatisfy(sizes.contains), Shape(image).checkedElementCount ?? .max < Int(Int32.max) else {
            throw .attributeValue(name: "image_shape", value: "\(image)", expected: "extents of an image")
        }
        let window = try window.resolved(input: image, kernel: block)
        guard let taps = Shape(block).checkedElementCount, x.rank == 3, x[1] % taps == 0, x[2] == window.output.reduce(1, *) else {
            throw .shapes(found: [x], expected: "columns of blocks of \(Shape(block)) that slide to \(Shape(window.output)) places")
        }
        return (window, Shape([x[0], x[1] / taps] + image))
    }
}

/// Where in an input each place under a sliding window lies, for every position of it: a row a tap, -1 in the padding.
struct WindowPlaces: Sendable {
    let tapCount: Int
    /// Positions of the window.
    let count: Int
    private let places: [Int32]

    init(_ window: ResolvedWindow) {
        let outputs = Shape(window.output)
        tapCount = window.kernel.reduce(1, *)
        count = outputs.elementCount
        var places: [Int32] = []
        places.reserveCapacity(tapCount * count)
        for tap in 0..<tapCount {
            let offsets = Self.position(tap, in: window.kernel).enumerated().map { $1 * window.dilations[$0] - window.before[$0] }
            // For each axis, what an output's place along it adds to the index; `nil` outside.
            let steps = window.input.indices.map { axis -> [Int?] in
                let inner = window.input[(axis + 1)...].reduce(1, *)
                return (0..<window.output[axis]).map { place in
                    let source = place * window.strides[axis] + offsets[axis]
                    return (0..<window.input[axis]).contains(source) ? source * inner : nil
                }
            }
            Self.append(steps[...], base: 0, to: &places)
        }
        self.places = places
    }

    /// The input's place under a tap for every position of the window.
    func row(_ tap: Int) -> ArraySlice<Int32> { places[tap * count..<(tap + 1) * count] }

    private static func append(_ steps: ArraySlice<[Int?]>, base: Int?, to places: inout [Int32]) {
        guard let first = steps.first else { return places.append(base.map { Int32(truncatingIfNeeded: $0) } ?? -1) }
        for step in first {
            let next = base.flatMap { base in step.map { base + $0 } }
            append(steps.dropFirst(), base: next, to: &places)
        }
    }

    private static func position(_ index: Int, in extents: [Int]) -> [Int] {
        var rest = index
        return Shape(extents).strides.map { stride in
            defer { rest %= stride }
            return rest / stride
        }
    }
}
