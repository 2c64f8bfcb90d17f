import Tensors

/// Resizing of planes, in floating point.
extension Function {
    static let resize = Function(
        "resize", "x", "height", "width?", "filter?",
        summary: "x with other sides, by 'bilinear' (averaging where it shrinks) or 'nearest'"
    ) { arguments, session in
        let planes = try Planes(arguments.tensor("x"))
        let height = try arguments.integer("height", in: 1...16384)
        let width = try arguments.integer("width", in: 1...16384, default: height)
        let filter = arguments.has("filter") ? try arguments["filter"].string() : "bilinear"
        guard filter == "bilinear" || filter == "nearest" else {
            throw ValueError.unexpected(expected: "'bilinear' or 'nearest'", found: "'\(filter)'")
        }
        _ = try Shape([planes.count, Swift.max(height, planes.height), Swift.max(width, planes.width)]).boundedElementCount()
        let taps = { (extent: Int, size: Int) in
            (0..<size).map { filter == "nearest" ? Taps(nearest: $0, of: size, in: extent) : Taps(triangle: $0, of: size, in: extent) }
        }
        let (rows, columns) = (taps(planes.height, height), taps(planes.width, width))
        var resized: [Float] = []
        for channel in 0..<planes.count {
            try session.control.checkCancellation()
            let plane = planes.tensor.part(channel).floats
            let narrow = (0..<planes.height).map { row in
                columns.map { $0.sum { Double(plane[row * planes.width + $0]) } }
            }
            for taps in rows {
                for column in 0..<width { resized.append(Float(taps.sum { narrow[$0][column] })) }
            }
        }
        return .tensor(planes.restored(Tensor([planes.count, height, width], resized)))
    }
}

/// Which places along one side a resized place is made of, and with what shares; the shares sum to 1.
private struct Taps {
    let first: Int
    let shares: [Double]

    init(nearest place: Int, of size: Int, in extent: Int) {
        first = min(extent - 1, (2 * place + 1) * extent / (2 * size))
        shares = [1]
    }

    /// A triangle around the place's center, as wide as the step where the side shrinks.
    init(triangle place: Int, of size: Int, in extent: Int) {
        let step = Double(extent) / Double(size)
        let center = (Double(place) + 0.5) * step
        let support = max(step, 1)
        let start = max(0, Int((center - support).rounded(.down)))
        let end = min(extent, Int((center + support).rounded(.up)))
        let weights = (start..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / support)) }
        let sum = weights.reduce(0, +)
        first = start
        shares = weights.map { $0 / sum }
    }

    func sum(_ number: (Int) -> Double) -> Double {
        var sum = 0.0
        for (index, share) in shares.enumerated() where share != 0 { sum += share * number(first + index) }
        return sum
    }
}
