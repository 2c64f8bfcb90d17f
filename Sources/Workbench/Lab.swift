/// The part of a session's state that belongs to models, images and layers.
package final class Lab: BuiltInValues, NameSource, WorkReporting {
    package init() {}

    package func value(of name: BuiltInName, layer: String?, in session: Session) throws -> Value {
        throw ValueError.unavailable("no model for '\(name.rawValue)'")
    }

    package var layerNames: [CompletionItem] { [] }
    package var modelNames: [CompletionItem] { [] }
    package var imageNames: [CompletionItem] { [] }
    package var classNames: [CompletionItem] { [] }

    package func takeWorkReport() -> String? { nil }
}
