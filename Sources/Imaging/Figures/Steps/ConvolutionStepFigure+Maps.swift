import Tensors

/// The maps of a step: the input with its padding and the place of the kernel, and the output as far as it is done.
extension ConvolutionStepFigure {
    struct MapLayout {
        let scale: MapScale
        let height: Int
        let width: Int
        let outputColumn: Int
    }

    /// Input with its padding and output side by side, at one scale.
    func mapLayout(height: Int, _ canvas: FigureCanvas) -> MapLayout {
        let inputRows = input.shape[0] + geometry.padding[0] + geometry.padding[2]
        let inputColumns = input.shape[1] + geometry.padding[1] + geometry.padding[3]
        let rows = max(inputRows, output.shape[0])
        let scale = MapScale.smaller(
            MapScale(fitting: rows, into: max(1, height)),
            MapScale(fitting: inputColumns + output.shape[1], into: max(1, canvas.widthInPixels - 3 * Self.gap)))
        let left = scale.pixels(inputColumns) + 2 * Self.gap
        return MapLayout(scale: scale, height: scale.pixels(rows), width: left + scale.pixels(output.shape[1]), outputColumn: left)
    }

    func drawInput(_ scale: MapScale, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let (top, left) = (geometry.padding[0], geometry.padding[1])
        pixels.fill(
            row: 0, column: 0, heightInPixels: scale.pixels(input.shape[0] + top + geometry.padding[2]),
            widthInPixels: scale.pixels(input.shape[1] + left + geometry.padding[3]), with: StepColors.padding)
        let (numbers, factor) = scale.numbers(of: input)
        let range = inputScale
        paint(numbers, factor, row: Int(Double(top) * scale.factor), column: Int(Double(left) * scale.factor), on: &pixels) {
            StepColors.gray(Double($0), range)
        }
        for row in 0..<geometry.kernel[0] {
            for column in 0..<geometry.kernel[1] where factor >= 4 && geometry.dilations != [1, 1] {
                let place = (
                    geometry.corner[0] + top + row * geometry.dilations[0], geometry.corner[1] + left + column * geometry.dilations[1]
                )
                pixels.outline(
                    row: place.0 * factor, column: place.1 * factor, heightInPixels: factor, widthInPixels: factor, with: StepColors.mark)
            }
        }
        let extent = zip(geometry.kernel, geometry.dilations).map { ($0 - 1) * $1 + 1 }
        pixels.outline(
            row: Int(Double(geometry.corner[0] + top) * scale.factor), column: Int(Double(geometry.corner[1] + left) * scale.factor),
            heightInPixels: max(3, scale.pixels(extent[0])), widthInPixels: max(3, scale.pixels(extent[1])), with: StepColors.mark)
    }

    func drawOutput(_ scale: MapScale, column: Int, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let statistics = output.statistics
        let limit = Double(max(abs(statistics.minimum), abs(statistics.maximum)))
        let (numbers, factor) = scale.numbers(of: output)
        let columns = numbers.shape[1]
        let step = factor == 1 && scale.factor < 1 ? Int((1 / scale.factor).rounded()) : 1
        var place = 0
        paint(numbers, factor, row: 0, column: column, on: &pixels) { number in
            let first = place / columns * step * output.shape[1] + place % columns * step
            place += 1
            return first < doneCount ? StepColors.signed(Double(number), limit) : canvas.quiet
        }
        let (row, current) = max(0, doneCount - 1).quotientAndRemainder(dividingBy: output.shape[1])
        pixels.outline(
            row: Int(Double(row) * scale.factor), column: column + Int(Double(current) * scale.factor), heightInPixels: max(3, factor),
            widthInPixels: max(3, factor), with: StepColors.mark)
    }

    private func paint(
        _ numbers: Tensor, _ factor: Int, row: Int, column: Int, on pixels: inout PixelCanvas, color: (Float) -> RGB
    ) {
        pixels.paint(numbers.floats.map(color), widthInCells: numbers.shape[1], scale: factor, row: row, column: column)
    }

    /// The range of the channel that is drawn.
    var inputScale: ClosedRange<Double> {
        let statistics = input.statistics
        guard statistics.minimum.isFinite, statistics.maximum > statistics.minimum else { return 0...1 }
        return Double(statistics.minimum)...Double(statistics.maximum)
    }
}
