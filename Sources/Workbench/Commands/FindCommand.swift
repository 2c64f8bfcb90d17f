import Imaging
import Inference
import Language

/// `find CHANNELS… [where EXPRESSION]`: a query over channels.
enum FindCommand: Command {
    static let name = "find"
    static let summary = "lists the channels of which a formula holds, over the picture or over a folder of pictures"
    static let signature = Signature(
        [.required("CHANNELS", .places, "layers, patterns or channels such as 'layer3.*' or 'conv1:0..7'", repeated: true)],
        clauses: [
            .clause("where", "EXPRESSION", .expression, "what must hold of a channel, in terms of sparsity, max, mean and the like"),
            .clause("sort", "KEY", .expression, "what to sort by, the greatest first, such as 'max' or '-sparsity'"),
            .clause("top", "N", .count, "only the first N"),
            .clause("in", "FOLDER", .folder, "looks at all pictures of a folder instead of the current one"),
        ])
    static let examples = [
        Example(
            "find relu* where sparsity > 0.9 and max > 0.5", "channels that fire rarely but strongly", after: "load digits; load digit-7"),
        Example("find conv2 sort energy top 3", "the three strongest", after: "load digits; load digit-7"),
        Example("find conv2 where corr(\"conv1:3\") > 0.5", "channels like another one", after: "load digits; load digit-7"),
    ]

    /// More than these are listed only when asked for.
    private static let standardCount = 20

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let places = try merged(try session.lab.places("CHANNELS", of: arguments), arguments)
        let query = try ChannelQuery(arguments, in: session)
        let folder = try arguments.text("in").map { path in try arguments.located(at: "in") { try PictureFolder(path) } }
        let search = ChannelSearch(query: query, places: places, session: session)
        let survey = try arguments.located(at: "CHANNELS") { try search.survey(folder: folder) }
        let all = try search.findings(in: survey)
        let found = Array(all.prefix(arguments.integer("top") ?? all.count))
        let shown = Array(found.prefix(arguments.integer("top") ?? standardCount))
        let channelCount = places.reduce(0) { $0 + $1.allChannels.count }
        let count = all.isEmpty ? "none found" : shown.count < all.count ? "\(all.count) found, \(shown.count) shown" : "\(all.count) found"
        let layers = places.count == 1 ? "'\(places[0].layer.name)'" : "\(places.count) layers"
        let caption = "\(count), among \(channelCount) channels of \(layers), \(survey.extent)"
        session.show(FindingTable(query: query, source: arguments.source).table(of: shown, caption: caption))
        if survey.isCancelled { throw RunCancelled() }
        return .list(found.prefix(Self.listLimit).map { .address(Address(layer: $0.layer.name, channel: $0.channel)) })
    }

    /// Addresses that `_` holds at most.
    private static let listLimit = 65_536

    /// The places with each layer once.
    private static func merged(_ places: [LayerPlaces], _ arguments: Arguments) throws -> [LayerPlaces] {
        var merged: [LayerPlaces] = []
        for place in places {
            if place.position != nil {
                throw arguments.error("expected channels, found the unit '\(place.description)'", at: "CHANNELS")
            }
            guard let index = merged.firstIndex(where: { $0.layer.valueName == place.layer.valueName }) else {
                merged.append(place)
                continue
            }
            let channels = Set(merged[index].allChannels).union(place.allChannels).sorted()
            merged[index] = LayerPlaces(layer: place.layer, channels: channels, position: nil)
        }
        return merged
    }
}
