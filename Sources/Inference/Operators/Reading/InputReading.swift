import Tensors

/// Which elements of one of its inputs an operator makes an element of an output from: what receptive fields are found by.
package indirect enum InputReading: Sendable {
    /// None: the output depends on no number of the input, at most on its shape.
    case nothing
    /// A product of places along each axis of the input.
    case axes([AxisReading])
    /// The element at the same place in row-major order: the output is the input under another shape.
    case reshaped(from: Shape, to: Shape)
    /// Several readings after one another, from the output back to the input.
    case chain([InputReading])

    /// Every element of an input of `rank` axes.
    static func everything(rank: Int) -> InputReading { .axes([AxisReading](repeating: .all, count: rank)) }

    /// The element at the same place, where the input broadcasts to the output's shape; `nil` where it does not.
    static func broadcast(_ input: Shape, to output: Shape) -> InputReading? {
        let missing = output.rank - input.rank
        guard missing >= 0 else { return nil }
        return .axes(
            input.dimensions.indices.map { axis in
                input[axis] == 1 && output[axis + missing] != 1 ? .first : .same(axis + missing)
            })
    }

    /// The element at the same place, but along `axes` every element.
    static func same(rank: Int, allAlong axes: [Int]) -> InputReading {
        .axes((0..<rank).map { axes.contains($0) ? .all : .same($0) })
    }
}

/// Which places along one axis of an input are read for a place of the output.
package enum AxisReading: Sendable {
    /// Every place.
    case all
    /// The first place, wherever the output's element stands: the axis is repeated.
    case first
    /// The places under a window that slides along axis `of` of the output.
    case window(of: Int, AxisWindow)
    /// For places `size · g ..< size · (g + 1)` along axis `of` of the output, the places `reads · g ..< reads · (g + 1)`.
    case group(of: Int, size: Int, reads: Int)
    /// The places that a function of the place along axis `of` of the output yields; where `isEndless`, the input has places beyond
    /// its ends, and the function must not fold them back.
    case table(of: Int, places: @Sendable (_ place: Int, _ isEndless: Bool) -> [Int])

    /// The place that the output's element has along `axis`.
    static func same(_ axis: Int) -> AxisReading { .window(of: axis, AxisWindow()) }

    /// The axis of the output that decides, where there is one.
    package var outputAxis: Int? {
        switch self {
        case .all, .first: nil
        case .window(let axis, _), .group(let axis, _, _), .table(let axis, _): axis
        }
    }
}

/// A window along one axis: at place p of the output it covers `stride · p + offset + dilation · k` for k in `0..<kernel`.
package struct AxisWindow: Sendable, Equatable {
    package var kernel = 1
    package var stride = 1
    package var dilation = 1
    package var offset = 0

    package init(kernel: Int = 1, stride: Int = 1, dilation: Int = 1, offset: Int = 0) {
        self.kernel = kernel
        self.stride = stride
        self.dilation = dilation
        self.offset = offset
    }
}

extension ResolvedWindow {
    /// The window along spatial axis `axis`, which is axis `axis + 2` of maps `[N, C, …]`.
    func reading(_ axis: Int) -> AxisReading {
        .window(
            of: axis + 2,
            AxisWindow(kernel: kernel[axis], stride: strides[axis], dilation: dilations[axis], offset: -before[axis]))
    }

    /// The same the other way round: the places whose windows lie over one along spatial axis `axis`.
    func transposedReading(_ axis: Int) -> AxisReading {
        let (kernel, stride, dilation) = (kernel[axis], strides[axis], dilations[axis])
        let (before, count) = (before[axis], output[axis])
        return .table(of: axis + 2) { place, isEndless in
            (0..<kernel).reversed().compactMap { tap in
                let (source, rest) = (place + before - tap * dilation).quotientAndRemainder(dividingBy: stride)
                return rest == 0 && (isEndless || (0..<count).contains(source)) ? source : nil
            }
        }
    }
}
