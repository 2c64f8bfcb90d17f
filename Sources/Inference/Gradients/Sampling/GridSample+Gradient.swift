import Tensors

/// Every element gets the gradients of what it made by the same weights; a coordinate gets what a step along it makes of its output.
extension GridSample: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds {
        GradientNeeds(inputs: wanted.count > 1 && wanted[1] ? [0, 1] : [1])
    }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (grid, gradient, shape) = (try step.input(1), try step.gradient(), try step.inputShape(0))
        let sampler = GridSampler(sampling, shape, grid)
        let (channels, plane) = (shape[1], sampler.plane)
        return try step.each { index in
            if index == 0 {
                return Tensor(shape) { result in
                    result.initialize(repeating: 0)
                    let reached = gradient.floatElements
                    for place in 0..<sampler.placeCount {
                        let (image, position) = place.quotientAndRemainder(dividingBy: sampler.placesPerImage)
                        for part in sampler.contributions(to: place) {
                            for channel in image * channels..<(image + 1) * channels {
                                result[channel * plane + part.offset] +=
                                    Float(part.weight) * reached[channel * sampler.placesPerImage + position]
                            }
                        }
                    }
                }
            }
            let x = try step.input(0)
            let rank = shape.rank - 2
            return Tensor(grid.shape) { result in
                let (source, reached) = (x.floatElements, gradient.floatElements)
                for place in 0..<sampler.placeCount {
                    let (image, position) = place.quotientAndRemainder(dividingBy: sampler.placesPerImage)
                    var slopes = [Double](repeating: 0, count: rank)
                    for part in sampler.contributions(to: place) {
                        let sum = (image * channels..<(image + 1) * channels).reduce(0.0) { sum, channel in
                            sum + Double(source[channel * plane + part.offset])
                                * Double(reached[channel * sampler.placesPerImage + position])
                        }
                        for axis in 0..<rank { slopes[axis] += part.slopes[axis] * sum }
                    }
                    for axis in 0..<rank { result[place * rank + rank - 1 - axis] = Float(slopes[axis]) }
                }
            }
        }
    }
}
