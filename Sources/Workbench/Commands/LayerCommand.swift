import Inference
import Language

/// `layer NAME`: makes a layer current.
enum LayerCommand: Command {
    static let name = "layer"
    static let summary = "makes a layer current: by name, by number, the next or the previous one"
    static let signature = Signature([.optional("NAME", .layer, "a layer, its number, 'next' or 'previous'")])
    static let examples = [
        Example("layer conv1", "makes conv1 current", after: "load digits"),
        Example("layer next", "the one after it", after: "load digits; layer conv1"),
        Example("layer", "says which one is current", after: "load digits; layer conv1"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        if let word = arguments.text("NAME") {
            let layer = try arguments.located(at: "NAME") { try chosen(word, in: session.lab) }
            session.lab.use(layer)
        }
        session.emit(.text(description(of: try session.lab.layer(nil))))
        return nil
    }

    private static func chosen(_ word: String, in lab: Lab) throws -> Layer {
        let layers = try lab.requireModel().network.layers
        guard word == "next" || word == "previous", layers.named(word) == nil else { return try lab.layer(word) }
        let current = lab.currentLayer?.number ?? (word == "next" ? -1 : layers.all.count)
        let number = word == "next" ? current + 1 : current - 1
        guard layers.all.indices.contains(number) else {
            throw Diagnostic("no layer \(word == "next" ? "after the last" : "before the first")")
        }
        return layers.all[number]
    }

    /// One line on a layer: what it is, its output, size, cost and stride.
    static func description(of layer: Layer) -> String {
        var words = ["\(layer.name): \(layer.kind)", "output \(layer.shapeDescription)"]
        if layer.parameterCount > 0 { words.append("\(Count.grouped(layer.parameterCount)) parameters") }
        if layer.multiplyAdds > 0 { words.append("\(Count.short(layer.multiplyAdds)) multiply-adds") }
        if let stride = layer.totalStride { words.append("stride \(Value.number(stride))") }
        if layer.fullName != layer.name { words.append("also '\(layer.fullName)'") }
        return words.joined(separator: ", ")
    }
}
