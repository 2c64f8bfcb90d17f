/// A name that stands for something of the current model or image.
package enum BuiltInName: String, CaseIterable, Sendable {
    case image, input, maps, filters, bias, logits, probabilities, labels, model

    /// What it stands for, lower case, no period.
    package var summary: String {
        switch self {
        case .image: "the picture as loaded, [H, W, 3], 0…255"
        case .input: "what the model sees, [1, C, H, W]"
        case .maps: "the current layer's output, [C, H, W]; maps(\"NAME\") of another layer"
        case .filters: "the current layer's weights; filters(\"NAME\") of another layer"
        case .bias: "the current layer's bias; bias(\"NAME\") of another layer"
        case .logits: "the model's output before softmax"
        case .probabilities: "the model's output after softmax"
        case .labels: "the names of the classes"
        case .model: "the model's name"
        }
    }

    /// Whether a call with a layer's name gives that layer's value.
    package var takesLayer: Bool { self == .maps || self == .filters || self == .bias }
}

/// Yields the values that belong to the current model and image.
package protocol BuiltInValues: AnyObject {
    /// The value of a built-in name.
    ///
    /// - Parameter layer: The layer asked for by `maps("layer3")`; `nil` for the current one.
    /// - Throws: Any error whose description says what is missing, such as a model.
    func value(of name: BuiltInName, layer: String?, in session: Session) throws -> Value
}

/// Yields the names that completion and suggestions know of the current model and the catalogs.
package protocol NameSource: AnyObject {
    /// Layers of the current model, in order.
    var layerNames: [CompletionItem] { get }
    /// Models of the catalog.
    var modelNames: [CompletionItem] { get }
    /// Sample images.
    var imageNames: [CompletionItem] { get }
    /// Classes of the current model.
    var classNames: [CompletionItem] { get }
}

/// Says what the engine did since it was last asked, for `time`.
package protocol WorkReporting: AnyObject {
    /// One line such as `computed 3 of 120 values, 0.12 GMAC`; `nil` where nothing was computed.
    func takeWorkReport() -> String?
}

/// One name that completion offers.
package struct CompletionItem: Sendable, Hashable {
    package let text: String
    /// A few words on what it is.
    package let summary: String

    package init(_ text: String, _ summary: String = "") {
        self.text = text
        self.summary = summary
    }
}
