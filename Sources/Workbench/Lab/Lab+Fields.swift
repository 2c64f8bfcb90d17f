import Exploration
import Inference
import Language

/// A unit of a layer, or its central one, with its field.
struct FieldUnit {
    let layer: Layer
    let channel: Int?
    let analysis: FieldAnalysis
    let field: ReceptiveField

    /// The unit's address, its place as `@ROW,COLUMN`; a sequence has one row.
    var address: Address {
        var address = Address(layer: layer.name, channel: channel)
        if let column = field.position.last, field.position.count <= 2 {
            (address.row, address.column) = (field.position.count == 2 ? field.position[0] : 0, column)
        }
        return address
    }
}

extension Lab {
    /// The unit that an address names: the central one where it has no place, that of the current layer where it has no layer.
    ///
    /// - Throws: ``LabError``, `FieldError`, or a `Diagnostic` that offers the nearest name.
    func fieldUnit(_ address: Address?) throws -> FieldUnit {
        let layer = try layer(address?.layer)
        let analysis = FieldAnalysis(try requireModel().network)
        var position: [Int]?
        if let row = address?.row, let column = address?.column {
            let isSequence = analysis.spatialExtents(of: layer.valueName).count == 1
            position = isSequence && row == 0 ? [column] : [row, column]
        }
        let field = try analysis.field(of: layer.valueName, at: position, channel: address?.channel)
        return FieldUnit(layer: layer, channel: address?.channel, analysis: analysis, field: field)
    }

    /// The layers that a word names: one, or all of a module; all of the network for `nil`.
    func layers(named word: String?) throws -> [Layer] {
        let layers = try requireModel().network.layers
        guard let word else { return layers.all }
        let module = layers.named(word) == nil ? layers.module(word) : []
        return module.isEmpty ? [try layer(word)] : module
    }
}
