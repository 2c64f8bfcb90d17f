import Inference
import Language

/// Some channels of one layer, or one unit of each.
struct LayerPlaces {
    let layer: Layer
    /// In ascending order, each once; `nil` for all.
    let channels: [Int]?
    /// Row and column; `nil` for all units.
    let position: (row: Int, column: Int)?

    /// The channels, written out.
    var allChannels: [Int] { channels ?? Array(0..<layer.channelCount) }

    /// As it can be typed: `conv1:3..7@4,5`.
    var description: String {
        "\(AddressPattern(layer: layer.name, channels: channels?.ranges, row: position?.row, column: position?.column))"
    }
}

extension Lab {
    /// The places that words name: each a layer or a pattern with channels and a unit, or a list of such.
    ///
    /// Places of one layer stay apart. Layers that a pattern takes in and that have no channels are left out.
    ///
    /// - Throws: ``LabError``, or a `Diagnostic`, at the word.
    func places(_ name: String, of arguments: Arguments) throws -> [LayerPlaces] {
        try arguments.all(name).flatMap { argument in
            guard case .value(let value) = argument.content else { return [LayerPlaces]() }
            let texts = if case .list(let elements) = value { elements } else { [value] }
            do {
                return try texts.flatMap { try places("\($0)") }
            } catch {
                throw Interpreter.diagnostic(for: error, at: argument.range, of: arguments.source)
            }
        }
    }

    /// The places that one word names; a layer whose own name looks like an address comes first.
    func places(_ word: String) throws -> [LayerPlaces] {
        let layers = try requireModel().network.layers
        if let layer = layers.named(word) { return [try places(AddressPattern(layer: word), in: layer)] }
        let pattern: AddressPattern
        do {
            pattern = try AddressPattern(word)
        } catch {
            throw Diagnostic("\(error)")
        }
        if let name = pattern.layer, name.contains("*"), layers.named(name) == nil {
            let matches = layers.matching(name).filter(\.hasChannels)
            if !matches.isEmpty { return try matches.map { try places(pattern, in: $0) } }
        }
        return [try places(pattern, in: try layer(pattern.layer))]
    }

    private func places(_ pattern: AddressPattern, in layer: Layer) throws(LabError) -> LayerPlaces {
        guard layer.hasChannels else { throw .notEditable(layer: layer.name, shape: layer.outputShape) }
        let count = layer.channelCount
        for range in pattern.channels ?? [] where range.upperBound >= count {
            throw .noSuchChannel(range.upperBound, layer: layer.name, count: count)
        }
        var position: (row: Int, column: Int)?
        if let row = pattern.row, let column = pattern.column {
            guard layer.spatialPosition(row: row, column: column) != nil else {
                throw .noUnit(row: row, column: column, layer: layer.name, shape: layer.outputShape)
            }
            position = (row, column)
        }
        return LayerPlaces(layer: layer, channels: pattern.channels.map { Set($0.flatMap(Array.init)).sorted() }, position: position)
    }
}

extension Layer {
    /// Whether its value is one image with channels, `[1, C, …]`.
    var hasChannels: Bool { outputShape.rank >= 2 && outputShape[0] == 1 && outputShape[1] > 0 }

    /// The channels of a value `[1, C, …]`.
    var channelCount: Int { hasChannels ? outputShape[1] : 0 }

    /// A row and column along the spatial axes of its value: a sequence has one row, a list of features one place.
    ///
    /// `nil` where there is no such place.
    func spatialPosition(row: Int, column: Int) -> [Int]? {
        let extents = outputShape.dimensions.dropFirst(2)
        let position: [Int]
        switch extents.count {
        case 0 where row == 0 && column == 0: position = []
        case 1 where row == 0: position = [column]
        case 2: position = [row, column]
        default: return nil
        }
        return zip(position, extents).allSatisfy { (0..<$1).contains($0) } ? position : nil
    }
}

extension [Int] {
    /// Ascending numbers as runs without gaps.
    var ranges: [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for number in self {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }
}
