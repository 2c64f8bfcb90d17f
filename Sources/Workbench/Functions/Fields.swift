import Exploration
import Inference
import Language
import Tensors

/// Functions of an address: what a unit sees of the picture, and what layers cost.
extension Function {
    static let rf = field("rf", "the size of the receptive field in pixels, from the first to the last that the unit depends on") { unit in
        unit.field.sizes.map { Double($0) }
    }

    static let jump = field("jump", "the distance in pixels between the fields of neighboring units") { unit in
        unit.analysis.summary(of: unit.layer.valueName)?.jumps ?? []
    }

    static let scale = field("scale", "the square root of the number of different pixels that the unit depends on") { [$0.field.scale] }
    static let density = field("density", "the share of the field's pixels that the unit depends on, 0...1") { [$0.field.density] }
    static let padding = field("padding", "the share of the field that is padding, 0...1") { [$0.field.paddingShare] }

    static let parameters = count("parameters", "how many trained numbers a layer or module has, or the network") { $0.parameterCount }
    static let multiplyadds = count("multiplyadds", "what a layer, a module or the network takes, in multiplications with addition") {
        $0.multiplyAdds
    }

    private static func field(_ name: String, _ summary: String, _ numbers: @escaping @Sendable (FieldUnit) -> [Double]) -> Function {
        Function(
            name, "address?", summary: summary,
            shapes: "address is a layer or a unit, such as \"conv1:3@12,14\"; gives a number, or one for each axis where they differ"
        ) { arguments, session in
            let unit = try session.lab.fieldUnit(try address(arguments["address"]))
            let numbers = numbers(unit)
            if let first = numbers.first, numbers.allSatisfy({ $0 == first }) { return .number(first) }
            return Value(Tensor([numbers.count], numbers.map { Float($0) }))
        }
    }

    private static func count(_ name: String, _ summary: String, _ number: @escaping @Sendable (Layer) -> Int) -> Function {
        Function(
            name, "address?", summary: summary, shapes: "address is a layer or a module, or nothing for the network; gives a number"
        ) { arguments, session in
            let layers = try session.lab.layers(named: try address(arguments["address"])?.layer)
            return .number(Double(layers.reduce(0) { $0 + number($1) }))
        }
    }

    /// The address in a text; `nil` for the current layer.
    private static func address(_ value: Value) throws -> Address? {
        switch value {
        case .none: return nil
        case .address(let address): return address
        case .number(let number) where number >= 0 && number == number.rounded() && number < 1e9: return Address(layer: "\(Int(number))")
        default: return try Address(value.string())
        }
    }
}
