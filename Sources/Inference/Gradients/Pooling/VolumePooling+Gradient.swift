import Tensors

extension WindowPooling {
    /// The input gradient of a pool over a volume: `body` says which part of an output's gradient goes to which place.
    ///
    /// It gets the output's element, the first element of its channel, the places of that channel under the window, and a function
    /// to call with a place and the share that goes there.
    func volumeGradient(
        _ step: BackwardStep, _ body: (_ place: Int, _ channel: Int, _ taps: [Int], _ share: (Int, Float) -> Void) -> Void
    ) throws -> Tensor {
        let (shape, gradient) = (try step.inputShape(0), try step.gradient())
        let window = try resolvedWindow(shape)
        let (inputCount, outputCount) = (window.input.reduce(1, *), window.output.reduce(1, *))
        return Tensor(shape) { result in
            result.initialize(repeating: 0)
            let reached = gradient.floatElements
            for place in 0..<outputCount {
                let taps = window.taps(under: place)
                for channel in 0..<shape[0] * shape[1] {
                    let output = channel * outputCount + place
                    body(output, channel * inputCount, taps) { result[channel * inputCount + $0] += $1 * reached[output] }
                }
            }
        }
    }
}

extension ResolvedWindow {
    /// The places of one input channel under the window of an output place, in row-major order.
    func taps(under place: Int) -> [Int] {
        corner(of: place).indices.reduce([0]) { places, axis in
            let inside = steps(under: place, axis: axis).filter { (0..<input[axis]).contains($0) }
            return places.flatMap { place in inside.map { place * input[axis] + $0 } }
        }
    }

    /// How many places of the padded input are under the window of an output place.
    func paddedTapCount(under place: Int) -> Int {
        input.indices.reduce(1) { count, axis in
            count * steps(under: place, axis: axis).count { (-before[axis]..<input[axis] + after[axis]).contains($0) }
        }
    }

    /// Where the window of an output place reaches along an axis; in the padding too.
    private func steps(under place: Int, axis: Int) -> [Int] {
        let start = corner(of: place)[axis] * strides[axis] - before[axis]
        return (0..<kernel[axis]).map { start + $0 * dilations[axis] }
    }

    /// An output place along each axis.
    private func corner(of place: Int) -> [Int] {
        var rest = place
        return Shape(output).strides.map { stride in
            defer { rest %= stride }
            return rest / stride
        }
    }
}
