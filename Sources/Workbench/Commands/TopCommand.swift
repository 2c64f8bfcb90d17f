import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `top [N] patches of ADDRESS in FOLDER`: what excites a channel most.
enum TopCommand: Command {
    static let name = "top"
    static let summary = "shows the parts of a folder's pictures that excite a channel most"
    static let signature = Signature(
        [
            .optional("N", .integer(1...100), "how many, 9 where nothing is said"),
            .required("WHAT", .choice(["patches"]), "what to show: of each picture, what the most excited unit sees"),
        ],
        clauses: [
            .clause("of", "CHANNEL", .address, "the channel, such as 'conv1:3'", required: true),
            .clause("in", "FOLDER", .folder, "a folder of PNG and JPEG files", required: true),
            .flag("weighted", "darkens each patch where the channel's map is weak"),
            .clause("size", "N", .integer(1...4096), "the longer side of the largest patch in pixels"),
            .clause("columns", "N", .integer(1...256), "columns of the grid"),
        ])
    static let examples = [
        Example("top 4 patches of conv2:5 in photos/", "the four strongest", after: photos),
        Example("top patches of conv2:5 in photos/ weighted", "the nine strongest, where the map is strong", after: photos),
    ]

    /// Makes a folder with two pictures.
    static let photos = """
        load digits; load digit-7; show image size 28; save figure to seven.png
        load digit-3; show image size 28; save figure to three.png
        """
    private static let standardCount = 9

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let place = try arguments.located(at: "of") { try channel(arguments.address("of"), in: session) }
        let folder = try arguments.located(at: "in") { try PictureFolder(arguments.text("in") ?? "") }
        let search = PatchSearch(layer: place.layer, channel: place.channel, folder: folder, session: session)
        let found = try search.peaks(count: arguments.integer("N") ?? standardCount)
        guard !found.ranking.peaks.isEmpty else {
            if found.visit.isCancelled { throw RunCancelled() }
            throw arguments.error("no patches: \(found.visit.description(of: folder))", at: "in")
        }
        let patches = try search.patches(of: found.ranking.peaks, isWeighted: arguments.has("weighted"))
        let weighted = arguments.has("weighted") ? ", dark where the map is weak" : ""
        let caption =
            "what excites \(Address(layer: place.layer.name, channel: place.channel)) most: \(patches.count) of \(found.visit.description(of: folder)), "
            + "each what one unit sees (\(search.fieldDescription))\(weighted), range \(search.range(of: found.ranking.peaks))"
        let figure = PictureGridFigure(
            title: caption, labels: patches.map(\.labels), columns: arguments.integer("columns") ?? session.settings.columns,
            sizeInPixels: arguments.integer("size") ?? session.canvas.widthInPixels / 4)
        var drawn = try figure.figure(of: patches.map(\.image), on: session.canvas)
        drawn.textTwin = patches.map(\.description)
        try session.show(drawn)
        if found.visit.isCancelled { throw RunCancelled() }
        return .list(patches.map { .string(folder.path + $0.name) })
    }

    private static func channel(_ address: Address?, in session: Session) throws -> (layer: Layer, channel: Int) {
        guard let address, let channel = address.channel, address.row == nil else {
            throw Diagnostic("expected one channel such as 'conv1:3', found '\(address?.description ?? "")'")
        }
        let layer = try session.lab.layer(address.layer)
        guard layer.hasChannels else { throw LabError.notEditable(layer: layer.name, shape: layer.outputShape) }
        guard channel < layer.channelCount else {
            throw LabError.noSuchChannel(channel, layer: layer.name, count: layer.channelCount)
        }
        return (layer, channel)
    }
}
