import Tensors

/// Every element of the columns gets the gradient of the place of the image that it was added to.
extension Col2Im: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let (shape, gradient) = (try step.inputShape(0), try step.gradient())
            let window = try plan(shape, step.inputInfos).window
            let (places, image) = (WindowPlaces(window), window.input.reduce(1, *))
            return Tensor(shape) { x in
                let reached = gradient.floatElements
                for row in 0..<shape[0] * shape[1] {
                    let (channel, tap) = row.quotientAndRemainder(dividingBy: places.tapCount)
                    for (block, place) in places.row(tap).enumerated() {
                        x[row * places.count + block] = place < 0 ? 0 : reached[channel * image + Int(place)]
                    }
                }
            }
        }
    }
}
