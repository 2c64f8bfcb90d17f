import Inference
import Tensors

/// Formulas in double precision, one loop an index, for the operators that the engine computes in float32 only.
enum Reference {}

extension Reference {
    /// A sum over taps and channels, over any number of spatial axes.
    static func convolution(_ geometry: ConvolutionCase) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0], let w = inputs[1], let bias = inputs[2] else { return [] }
            let (numbers, weights, offsets) = (x.doubles, w.doubles, bias.doubles)
            let output = Shape([geometry.batch, geometry.outputs] + geometry.outputExtents)
            let perGroup = geometry.channels / geometry.group
            let taps = Shape(geometry.kernel)
            return [
                Tensor(
                    output,
                    elements: (0..<output.elementCount).map { position in
                        let place = output.place(of: position)
                        let first = place[1] / (geometry.outputs / geometry.group) * perGroup
                        var sum = offsets[place[1]]
                        for tap in 0..<taps.elementCount {
                            guard let source = geometry.source(of: Array(place[2...]), tap: taps.place(of: tap)) else { continue }
                            for channel in 0..<perGroup {
                                let weight = weights[(place[1] * perGroup + channel) * taps.elementCount + tap]
                                sum += weight * numbers[x.shape.position(of: [place[0], first + channel] + source)]
                            }
                        }
                        return sum
                    })
            ]
        }
    }

    /// What `reduce` makes of the values under each window, and of how many places are padding.
    static func pool(_ geometry: ConvolutionCase, _ reduce: @escaping @Sendable ([Double], Int) -> Double) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0] else { return [] }
            let numbers = x.doubles
            let output = Shape([geometry.batch, geometry.channels] + geometry.outputExtents)
            let taps = Shape(geometry.kernel)
            return [
                Tensor(
                    output,
                    elements: (0..<output.elementCount).map { position in
                        let place = output.place(of: position)
                        let values = (0..<taps.elementCount).compactMap { tap in
                            geometry.source(of: Array(place[2...]), tap: taps.place(of: tap))
                                .map { numbers[x.shape.position(of: Array(place[..<2]) + $0)] }
                        }
                        return reduce(values, taps.elementCount - values.count)
                    })
            ]
        }
    }

    /// What `reduce` makes of each plane.
    static func globalPool(_ reduce: @escaping @Sendable ([Double]) -> Double) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0] else { return [] }
            let (numbers, planes) = (x.doubles, x.shape[0] * x.shape[1])
            let size = numbers.count / planes
            let shape = Shape(x.shape.dimensions[..<2] + [Int](repeating: 1, count: x.shape.rank - 2))
            return [Tensor(shape, elements: (0..<planes).map { reduce(Array(numbers[$0 * size..<($0 + 1) * size])) })]
        }
    }
}

extension ConvolutionCase {
    /// The extents of the output along the spatial axes, as many as the input has.
    var outputExtents: [Int] {
        size.indices.map { axis in
            let covered = (kernel[axis] - 1) * dilations[axis] + 1
            return (size[axis] + pads[axis] + pads[axis + size.count] - covered) / strides[axis] + 1
        }
    }

    /// The input place under a tap of the window of an output place; `nil` in the padding.
    func source(of place: [Int], tap: [Int]) -> [Int]? {
        let source = size.indices.map { place[$0] * strides[$0] + tap[$0] * dilations[$0] - pads[$0] }
        return zip(source, size).allSatisfy { (0..<$1).contains($0) } ? source : nil
    }
}
