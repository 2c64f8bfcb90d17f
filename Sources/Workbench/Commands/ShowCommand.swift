import Imaging
import Inference
import Language
import Tensors

/// `show WHAT [N] [clauses]`: draws something.
enum ShowCommand: Command {
    static let name = "show"
    static let summary = "draws the image, its channels or numbers, filters, maps, one map, a histogram, the model, or a variable"
    static let signature = Signature(
        [
            .required("WHAT", .choiceOrValue(Subject.allCases.map(\.rawValue)), "what to draw"),
            .optional("N", .address, "the channel of one map, a module for 'stage', or a place such as '@12,20' for pixels"),
        ], clauses: ViewOptions.clauses)
    static let examples = [
        Example("show image", "the picture as loaded", after: "load digits; load digit-7"),
        Example("show filters of conv1", "the weights of a layer", after: "load digits; load digit-7"),
        Example("show filters of conv2:3", "one filter, a plane for each channel that it sees", after: "load digits"),
        Example("show maps of conv1 sort energy top 4", "its four strongest maps", after: "load digits; load digit-7"),
        Example("show map 3 of conv1 over image", "one map over the picture", after: "load digits; load digit-7"),
        Example("show maps of conv* top 4", "the first maps of several layers on one sheet", after: "load digits; load digit-7"),
        Example("show histogram of fc1", "how often its numbers occur", after: "load digits; load digit-7"),
        Example("show $kernel", "a variable", after: "let kernel = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]"),
    ]

    /// What can be drawn.
    private enum Subject: String, CaseIterable {
        case image, channels, pixels, filters, maps, map, stage, histogram, model, layer
    }

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let value = arguments.value("WHAT") else { return nil }
        guard case .string(let word) = value, let subject = Subject(rawValue: word) else {
            try session.show(try figure(of: value, arguments, in: session))
            return nil
        }
        switch subject {
        case .model: session.emit(.text(try summary(of: session)))
        case .layer: session.emit(.text(LayerCommand.description(of: try LayerClause(arguments, session.lab).layer)))
        default: if let figure = try figure(of: subject, arguments, in: session) { try session.show(figure) }
        }
        return nil
    }

    /// The picture of a subject; `nil` for those that are told in words.
    private static func figure(of subject: Subject, _ arguments: Arguments, in session: Session) throws -> Figure? {
        let options = ViewOptions(arguments, session.settings)
        switch subject {
        case .image, .channels:
            let image = try session.lab.requireImage()
            let figure = PictureFigure(title: image.name, sizeInPixels: options.sizeInPixels)
            return subject == .image
                ? try figure.figure(of: image.image, on: session.canvas) : try figure.channels(of: image.image, on: session.canvas)
        case .pixels:
            return try arguments.located(at: "N") {
                try PixelsCommand.figure(at: arguments.address("N"), size: arguments.integer("size"), in: session)
            }
        case .filters:
            if let sheet = try sheet(arguments, options, in: session) {
                return try sheet.view.filters(of: sheet.layers, title: sheet.title)
            }
            let place = try LayerClause(arguments, session.lab)
            let view = GridView(options: options, session: session)
            return try arguments.located(at: "of") {
                try place.channel.map { try view.filter($0, of: place.layer) } ?? view.filters(of: place.layer)
            }
        case .maps, .map:
            if subject == .maps, let sheet = try sheet(arguments, options, in: session) {
                return try sheet.view.maps(of: sheet.layers, title: sheet.title)
            }
            return try maps(subject, arguments, options, in: session)
        case .stage:
            return try arguments.located(at: "N") { try stage(arguments, options, in: session) }
        case .histogram:
            let place = try LayerClause(arguments, session.lab)
            let maps = try session.lab.maps(of: place.layer, in: session)
            let numbers = try arguments.located(at: "of") {
                try place.channel.map { try session.lab.channel($0, of: maps, place.layer) } ?? maps
            }
            return try HistogramFigure(title: "\(place.address)").figure(of: numbers, on: session.canvas)
        case .model, .layer:
            return nil
        }
    }

    /// The sheet of all the layers that `of layer3.*` names; `nil` where one layer is meant.
    private static func sheet(
        _ arguments: Arguments, _ options: ViewOptions, in session: Session
    ) throws -> (view: StageView, layers: [Layer], title: String)? {
        guard let word = arguments.text("of"), !arguments.has("N"), !arguments.has("over"),
            let layers = try StageView.layers(word, isStage: false, session.lab)
        else { return nil }
        return (StageView(options: options, session: session), layers, word)
    }

    /// The maps of all layers of a module: `show stage layer3`.
    private static func stage(_ arguments: Arguments, _ options: ViewOptions, in session: Session) throws -> Figure {
        guard let word = arguments.address("N").map({ "\($0)" }) ?? arguments.text("of") else {
            throw arguments.error("expected a module such as 'layer3' after 'stage', found none", at: "WHAT")
        }
        let layers = try StageView.layers(word, isStage: true, session.lab) ?? [session.lab.layer(word)]
        return try StageView(options: options, session: session).maps(of: layers, title: word)
    }

    /// All maps of a layer, or one: `show map 3`, `show maps 17 over image`, `show maps of conv1:3`.
    private static func maps(
        _ subject: Subject, _ arguments: Arguments, _ options: ViewOptions, in session: Session
    ) throws -> Figure {
        let place = try LayerClause(arguments, session.lab)
        let overImage = arguments.has("over")
        let chosen = try channel(arguments) ?? place.channel
        if let channel = try chosen ?? (overImage ? first(options, of: place.layer, in: session) : nil) {
            return try arguments.located(at: arguments.has("N") ? "N" : "of") {
                try MapView(options: options, session: session).figure(of: place.layer, channel: channel, overImage: overImage)
            }
        }
        if subject == .map || overImage {
            throw arguments.error("expected the number of a map after '\(subject.rawValue)', found none", at: "WHAT")
        }
        return try GridView(options: options, session: session).maps(of: place.layer)
    }

    /// The first channel in the order asked for: `show maps sort energy over image` lays the strongest map over the picture.
    private static func first(_ options: ViewOptions, of layer: Layer, in session: Session) throws -> Int? {
        guard options.order != .index else { return nil }
        return options.order.sorted(try session.lab.maps(of: layer, in: session)).first
    }

    /// The channel in `show map 17` or `show map :17`.
    private static func channel(_ arguments: Arguments) throws -> Int? {
        guard let address = arguments.address("N") else { return nil }
        if let channel = address.channel, address.layer == nil { return channel }
        if let word = address.layer, address.channel == nil, let channel = Int(word), channel >= 0 { return channel }
        throw arguments.error("expected the number of a map, found '\(address)'", at: "N")
    }

    private static func figure(of value: Value, _ arguments: Arguments, in session: Session) throws -> Figure {
        let title = arguments["WHAT"].map { arguments.source[$0.range] } ?? "value"
        return try arguments.located(at: "WHAT") {
            try TensorView(options: ViewOptions(arguments, session.settings), session: session).figure(of: value.tensor(), title: title)
        }
    }

    private static func summary(of session: Session) throws -> String {
        let model = try session.lab.requireModel()
        let layers = model.network.layers.all
        var kinds: [(name: String, count: Int)] = []
        for layer in layers {
            if let index = kinds.firstIndex(where: { $0.name == layer.operatorName }) {
                kinds[index].count += 1
            } else {
                kinds.append((layer.operatorName, 1))
            }
        }
        let list = kinds.sorted { $0.count > $1.count }.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        let sight = model.takesPictures ? "the network sees \(model.preprocessing.sentence)" : "the network sees tensors as they are"
        let weights = model.model.hasTrainedWeights ? "" : "\nwithout trained weights: its numbers are random"
        return "\(session.lab.modelSummary)\n\(list)\nfrom \(model.model.source)\n\(sight)\(weights)"
    }
}
