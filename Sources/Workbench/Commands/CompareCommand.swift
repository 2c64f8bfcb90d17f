import Language

/// `compare A with B`: two of a kind side by side, with how far they are apart.
enum CompareCommand: Command {
    static let name = "compare"
    static let summary = "lays two images, layers, channels or models side by side, with their differences"
    static let signature = Signature(
        [.required("A", .comparable, "an image, a layer, a pattern of layers, a channel, a model; 'original' or 'naive'")],
        clauses: [
            .clause("with", "B", .comparable, "what to compare it with: of the same kind; 'edited' or 'true'", required: true),
            .clause("of", "LAYER", .layer, "the layer whose maps are compared, instead of the current one"),
            .clause("top", "N", .count, "how many rows or maps"),
            .clause("colormap", "NAME", .colormap, "the color map"),
            .clause("scale", "SCALING", .scaling, "which numbers the ends of the color map stand for"),
        ])
    static let examples = [
        Example("compare digit-7 with digit-1", "two pictures, and how far apart the layers see them", after: "load digits; load digit-7"),
        Example("compare conv1:0 with conv1:3", "two channels", after: "load digits; load digit-7"),
        Example("compare conv1 with conv2", "two layers, by linear CKA", after: "load digits; load digit-7"),
        Example("compare * with *", "all layers with one another", after: "load digits; load digit-7"),
        Example("compare naive with true of conv2", "what a chain of bare convolutions makes of it", after: "load digits; load digit-7"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let first = try ComparisonSubject("A", of: arguments, in: session)
        let second = try ComparisonSubject("with", of: arguments, in: session)
        let options = ViewOptions(arguments, session.settings)
        let clause = { try LayerClause(arguments, session.lab).layer }
        switch (first, second) {
        case (.picture(let a), .picture(let b)):
            try PictureComparison(session: session).show(a, b)
        case (.channel(let a, let channelA), .channel(let b, let channelB)):
            try ChannelComparison(options: options, session: session).show((a, channelA), (b, channelB))
        case (.layers(let a), .layers(let b)):
            try LayerComparison(options: options, session: session).show(a, b)
        case (.model(let a), .model(let b)):
            try ModelComparison(rowCount: options.top ?? 5, session: session).show(a, b)
        case (.original, .edited), (.edited, .original):
            try EditComparison(options: options, session: session).show(of: arguments.has("of") ? clause() : nil)
        case (.naive, .truth), (.truth, .naive):
            try NaiveComparison(options: options, session: session).show(of: clause())
        default:
            throw arguments.error("expected \(first.counterpart) to compare \(first.kind) with, found \(second.kind)", at: "with")
        }
        return nil
    }
}
