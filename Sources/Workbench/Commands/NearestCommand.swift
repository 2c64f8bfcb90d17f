import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `nearest in FOLDER`: the pictures of a folder whose features are most like those of the current one.
enum NearestCommand: Command {
    static let name = "nearest"
    static let summary = "shows the pictures of a folder that a layer takes for most like the current one"
    static let signature = Signature(clauses: [
        .clause("in", "FOLDER", .folder, "a folder of PNG and JPEG files", required: true),
        .clause("of", "LAYER", .layer, "the layer whose features count, instead of the last one with maps"),
        .clause("top", "N", .integer(1...100), "how many, 8 where nothing is said"),
        .clause("columns", "N", .integer(1...256), "columns of the grid"),
    ])
    static let examples = [Example("nearest in photos/", "by the last maps", after: TopCommand.photos)]

    private static let standardCount = 8

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let layer = try arguments.located(at: "of") { try featureLayer(arguments.text("of"), in: session) }
        let folder = try arguments.located(at: "in") { try PictureFolder(arguments.text("in") ?? "") }
        let query = try session.lab.maps(of: layer, in: session).pooledFeatures
        var features: [(picture: Int, features: Tensor)] = []
        let base = try session.lab.specimen(in: session, feed: Feed([:])).withoutCache
        let visit = try session.reporting("searching \(PictureFolder.printable(folder.path))") { control in
            try folder.visit(control: control) { index, image in
                var specimen = base
                specimen.feed = try session.lab.feed(for: image)
                let maps = try specimen.value(layer.valueName, control: control.withoutProgress)
                features.append((index, maps.part(0).pooledFeatures))
            }
        }
        guard !features.isEmpty else {
            if visit.isCancelled { throw RunCancelled() }
            throw arguments.error("nothing to compare with: \(visit.description(of: folder))", at: "in")
        }
        let ranked = NearestNeighbors(of: query, among: features.map(\.features)).ranked
        let chosen = ranked.prefix(arguments.integer("top") ?? standardCount)
        let found: [(name: String, similarity: Double)] = chosen.map { (folder.names[features[$0.index].picture], $0.similarity) }
        let caption =
            "nearest to \(try session.lab.requireImage().name) by the means of \(layer.name)'s \(query.elementCount) channels: "
            + "\(found.count) of \(visit.description(of: folder)), cosine"
        let labels = found.map { [PictureFolder.printable($0.name), NumberFormat.significant($0.similarity, digits: 4)] }
        let figure = PictureGridFigure(
            title: caption, labels: labels, columns: arguments.integer("columns") ?? session.settings.columns,
            sizeInPixels: session.canvas.widthInPixels / 4)
        let model = try session.lab.requireModel()
        var drawn = try figure.figure(
            of: found.map { model.preprocessing.visibleImage(of: try folder.picture($0.name)) }, on: session.canvas)
        drawn.textTwin = labels.map { "  \($0[0]): \($0[1])" }
        try session.show(drawn)
        try session.control.checkCancellation()
        return .list(found.map { .string($0.name) })
    }

    /// The layer named, or the last with maps.
    private static func featureLayer(_ word: String?, in session: Session) throws -> Layer {
        if let word { return try session.lab.layer(word) }
        guard let last = try session.lab.requireModel().network.stageEnds.last else { throw LabError.noLayer }
        return last
    }
}
