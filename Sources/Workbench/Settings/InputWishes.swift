import Imaging

/// What `set input` says about how pictures come to the network; what is not said stays as it was.
struct InputWishes {
    var mean: [Float]?
    var standardDeviation: [Float]?
    /// The sample that counts as 1 in mean and deviation: 1 where they are given on the scale `0...255`, 255 on the scale `0...1`.
    var scale: Float?
    var order: Preprocessing.ChannelOrder?
    var size: GridSize?
    var shortSide: Int?
    var fit: Preprocessing.Fit?
    var filter: ResamplingFilter?
    var layout: Preprocessing.Layout?

    /// The wishes that a command states.
    init(_ arguments: Arguments) {
        func numbers(_ name: String) -> [Float]? {
            guard arguments.has(name) else { return nil }
            return arguments.all(name).compactMap {
                if case .value(.number(let number)) = $0.content { Float(number) } else { nil }
            }
        }
        mean = numbers("mean")
        standardDeviation = numbers("std")
        scale = arguments.text("range").map { $0 == "1" ? 255 : 1 }
        order = arguments.text("order").flatMap(Preprocessing.ChannelOrder.init)
        size = arguments.size("size")
        shortSide = arguments.integer("short")
        fit = arguments.text("fit").flatMap(Preprocessing.Fit.init)
        filter = arguments.text("filter").flatMap(ResamplingFilter.init)
        layout = arguments.text("layout").flatMap(Preprocessing.Layout.init)
    }

    /// The preprocessing with the wishes.
    ///
    /// Mean and deviation are on the scale `0...1` where none of their numbers passes 1, unless the range says otherwise. When red and blue
    /// change places, means that are not stated go with them.
    ///
    /// - Throws: ``InputWishError``.
    func applied(to own: Preprocessing) throws(InputWishError) -> Preprocessing {
        var result = own
        if let order { change(&result, to: order) }
        let stated = (mean ?? []) + (standardDeviation ?? [])
        let scale = scale ?? (stated.allSatisfy { abs($0) <= 1 } ? 255 : 1)
        let count = result.channelOrder.count
        if let mean { result.mean = try each(mean, count, "mean").map { $0 * scale } }
        if let standardDeviation {
            guard standardDeviation.allSatisfy({ $0 > 0 }) else { throw .deviation }
            result.standardDeviation = try each(standardDeviation, count, "std").map { $0 * scale }
        }
        if let size {
            let (longer, before) = (max(size.rows, size.columns), max(own.heightInPixels, own.widthInPixels))
            result.resizeShortSide = result.resizeShortSide.map { $0 * longer / max(1, before) }
            (result.heightInPixels, result.widthInPixels) = (size.rows, size.columns)
        }
        if let fit, fit != own.fit { (result.fit, result.resizeShortSide) = (fit, nil) }
        if let shortSide { result.resizeShortSide = shortSide }
        if let filter { result.filter = filter }
        if let layout { result.layout = layout }
        return result
    }

    private func change(_ result: inout Preprocessing, to order: Preprocessing.ChannelOrder) {
        if result.channelOrder.count != order.count {
            result.mean = [Self.average(result.mean)]
            result.standardDeviation = [Self.average(result.standardDeviation)]
        } else if result.channelOrder != order {
            result.mean.reverse()
            result.standardDeviation.reverse()
        }
        result.channelOrder = order
        result.mean = Self.repeated(result.mean, order.count)
        result.standardDeviation = Self.repeated(result.standardDeviation, order.count)
    }

    private static func average(_ numbers: [Float]) -> Float { numbers.reduce(0, +) / Float(max(1, numbers.count)) }

    private static func repeated(_ numbers: [Float], _ count: Int) -> [Float] {
        numbers.count == 1 ? Array(repeating: numbers[0], count: count) : numbers
    }

    private func each(_ numbers: [Float], _ count: Int, _ what: String) throws(InputWishError) -> [Float] {
        guard numbers.count == 1 || numbers.count == count else { throw .count(what, expected: count, found: numbers.count) }
        return Self.repeated(numbers, count)
    }
}

/// Why wishes for a network's input cannot be met.
enum InputWishError: Error, Equatable {
    case count(String, expected: Int, found: Int)
    case deviation
}

extension InputWishError: CustomStringConvertible {
    var description: String {
        switch self {
        case .count(let what, let expected, let found):
            "expected \(expected == 1 ? "one number" : "one number or \(expected)") after '\(what)', found \(found)"
        case .deviation: "expected deviations above 0, found another"
        }
    }
}
