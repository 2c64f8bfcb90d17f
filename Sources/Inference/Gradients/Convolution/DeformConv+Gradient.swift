import COpenBLAS
import Tensors

/// The weights get `g` times the columns; what reaches the columns goes on to the elements they were made of, to the offsets by the
/// slope of the interpolation, and to the mask by what it was multiplied with. The bias gets the sum of `g`.
extension DeformConv: DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: Set(wanted.indices).subtracting([3])) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        let (x, weights, gradient) = (try step.input(0), try step.input(1), try step.gradient())
        let columns = try DeformedColumns(self, step.inputs)
        var sums = step.inputInfos.map { [Float](repeating: 0, count: $0?.shape.elementCount ?? 0) }
        for image in 0..<x.shape[0] {
            if step.wants(1) { addWeightGradient(columns.gathered(image: image, x, in: step.context), gradient, image, to: &sums[1]) }
            let reached = columnGradient(weights, gradient, image, columns)
            addColumnGradient(reached, x, image, columns, to: &sums)
        }
        return try step.each { index in
            let shape = try step.inputShape(index)
            guard index == 3 else { return Tensor(shape, sums[index]) }
            return try step.arithmetic.sum(gradient, over: [0, 2, 3]).reshaped(to: shape)
        }
    }

    private func addWeightGradient(_ columns: Tensor, _ gradient: Tensor, _ image: Int, to sum: inout [Float]) {
        let (outputs, depth, pixels) = (gradient.shape[1] / group, columns.shape[0] / group, columns.shape[1])
        for part in 0..<group {
            let place = (image * gradient.shape[1] + part * outputs) * pixels
            sum.withUnsafeMutableBufferPointer { sum in
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, blasint(outputs), blasint(depth), blasint(pixels), 1,
                    gradient.floatElements.baseAddress.map { $0 + place }, blasint(pixels),
                    columns.floatElements.baseAddress.map { $0 + part * depth * pixels }, blasint(pixels), 1,
                    sum.baseAddress.map { $0 + part * outputs * depth }, blasint(depth))
            }
        }
    }

    /// What reaches the columns of one image.
    private func columnGradient(_ weights: Tensor, _ gradient: Tensor, _ image: Int, _ columns: DeformedColumns) -> Tensor {
        let (outputs, depth, pixels) = (gradient.shape[1] / group, columns.depth / group, columns.pixelCount)
        return Tensor([columns.depth, pixels]) { result in
            for part in 0..<group {
                cblas_sgemm(
                    CblasRowMajor, CblasTrans, CblasNoTrans, blasint(depth), blasint(pixels), blasint(outputs), 1,
                    weights.floatElements.baseAddress.map { $0 + part * outputs * depth }, blasint(depth),
                    gradient.floatElements.baseAddress.map { $0 + (image * gradient.shape[1] + part * outputs) * pixels }, blasint(pixels),
                    0, result.baseAddress.map { $0 + part * depth * pixels }, blasint(pixels))
            }
        }
    }

    private func addColumnGradient(_ reached: Tensor, _ x: Tensor, _ image: Int, _ columns: DeformedColumns, to sums: inout [[Float]]) {
        let (numbers, source, plane) = (reached.floatElements, x.floatElements, x.shape[2] * x.shape[3])
        let pixels = columns.pixelCount
        for index in 0..<offsetGroup * columns.tapCount {
            let (group, tap) = index.quotientAndRemainder(dividingBy: columns.tapCount)
            let row = columns.row(image: image, group: group, tap: tap)
            for pixel in 0..<pixels {
                let factor = columns.factor(row: row, pixel: pixel)
                for part in columns.contributions(row: row, tap: tap, pixel: pixel) {
                    for channel in group * columns.channelsPerGroup..<(group + 1) * columns.channelsPerGroup {
                        let element = (image * x.shape[1] + channel) * plane + part.offset
                        let share = Double(numbers[(channel * columns.tapCount + tap) * pixels + pixel])
                        sums[0][element] += Float(share * factor * part.weight)
                        let effect = share * Double(source[element])
                        for axis in 0..<2 { sums[2][(2 * row + axis) * pixels + pixel] += Float(effect * factor * part.slopes[axis]) }
                        if sums.count > 4, !sums[4].isEmpty { sums[4][row * pixels + pixel] += Float(effect * part.weight) }
                    }
                }
            }
        }
    }
}
