import Exploration
import Inference
import Language
import Tensors

/// What `why` opened last: where its terms come from, and how one came there.
struct OpenLedger {
    /// The network that it belongs to.
    let network: Int
    /// For each row of the table in its order, what can be opened next.
    let sources: [NetworkUnit?]
    /// The units that were opened one below the other, this one last; empty for a class.
    let trail: [NetworkUnit]
}

/// A unit that an address names, with what was chosen where the address leaves it open.
struct ChosenUnit {
    let unit: NetworkUnit
    /// `the greatest of conv1:3`; `nil` where the address says all.
    let choice: String?
}

extension Lab {
    /// The name under which the network's input can be addressed, unless a layer has it.
    static let inputWord = "input"

    /// The value that a word names: a layer's output, the input, or any value of the graph; the current layer's for `nil`.
    func valueName(_ word: String?) throws -> String {
        let loaded = try requireModel()
        let layers = loaded.network.layers
        if let word, layers.named(word) == nil {
            if word == Self.inputWord || word == loaded.inputName { return loaded.inputName }
            if loaded.network.values[word] != nil, loaded.network.constant(word) == nil { return word }
        }
        return try layer(word).valueName
    }

    /// The unit of an address. An open place is the one with the greatest value, an open channel too.
    func unit(at address: Address?, in session: Session) throws -> ChosenUnit {
        let whole = address?.description
        if let whole, try requireModel().network.layers.named(whole) != nil {
            return try chosen(in: valueName(whole), channel: nil, place: nil, in: session)
        }
        let value = try valueName(address?.layer)
        let place = address.flatMap { address in address.row.flatMap { row in address.column.map { (row: row, column: $0) } } }
        return try chosen(in: value, channel: address?.channel, place: place, in: session)
    }

    private func chosen(
        in value: String, channel: Int?, place: (row: Int, column: Int)?, in session: Session
    ) throws -> ChosenUnit {
        guard let shape = try requireModel().network.values[value]?.shape, shape.elementCount > 0 else {
            throw LedgerError.unknownValue(value)
        }
        let grid = UnitGrid(shape)
        if let channel, !(0..<grid.channelCount).contains(channel) {
            throw LabError.noSuchChannel(channel, layer: try layerWord(of: value), count: grid.channelCount)
        }
        if let place, grid.element(channel: 0, row: place.row, column: place.column) == nil {
            throw Diagnostic(
                "no place @\(place.row),\(place.column) in '\(try layerWord(of: value))', which has \(grid.rowCount)x\(grid.columnCount)")
        }
        let channels = channel.map { $0..<$0 + 1 } ?? 0..<grid.channelCount
        let rows = place.map { $0.row..<$0.row + 1 } ?? 0..<grid.rowCount
        let columns = place.map { $0.column..<$0.column + 1 } ?? 0..<grid.columnCount
        guard channels.count * rows.count * columns.count > 1, let tensor = try tensors([value], in: session)[value]?.convertedToFloat32()
        else {
            let element = grid.element(channel: channels.lowerBound, row: rows.lowerBound, column: columns.lowerBound) ?? 0
            return ChosenUnit(unit: NetworkUnit(value: value, element: element), choice: nil)
        }
        var best = (element: 0, value: -Float.infinity)
        withExtendedLifetime(tensor.storage) {
            let numbers = tensor.floatElements
            for channel in channels {
                for row in rows {
                    for column in columns {
                        let element = (channel * grid.rowCount + row) * grid.columnCount + column
                        if numbers[element] > best.value || best.value == -.infinity { best = (element, numbers[element]) }
                    }
                }
            }
        }
        let among = Address(layer: try layerWord(of: value), channel: channel, row: place?.row, column: place?.column)
        return ChosenUnit(unit: NetworkUnit(value: value, element: best.element), choice: "the greatest of \(among)")
    }

    /// The word that names a value in an address.
    func layerWord(of value: String) throws -> String {
        let loaded = try requireModel()
        if let number = loaded.network.producers[value] {
            let layer = loaded.network.layers.all[number]
            return layer.valueName == value ? layer.name : value
        }
        return value == loaded.inputName && loaded.network.layers.named(Self.inputWord) == nil ? Self.inputWord : value
    }

    /// The address of a unit, as it can be typed.
    func address(of unit: NetworkUnit) throws -> Address {
        let shape = try requireModel().network.values[unit.value]?.shape ?? []
        let grid = UnitGrid(shape)
        let (channel, row, column) = grid.place(of: unit.element)
        let layer = try layerWord(of: unit.value)
        return grid.hasPlaces
            ? Address(layer: layer, channel: channel, row: row, column: column) : Address(layer: layer, channel: channel)
    }

    /// The ledgers of the current model and picture.
    func ledgerBook(in session: Session) throws -> LedgerBook {
        LedgerBook(try requireModel().network) { try self.tensors($0, in: session) }
    }
}
