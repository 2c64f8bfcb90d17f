import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Maps of evidence: over the picture or beside it, with where their weight lies in words, and with what checks them.
struct EvidenceView {
    let session: Session
    let arguments: Arguments
    let target: EvidenceTarget

    /// The clauses that every command of evidence understands.
    static let clauses: [Clause] = [
        .flag(
            "check",
            "takes the picture away and puts it in by the map's order: areas under the curves, beside those of the map's cells in a random order"
        ),
        .clause(
            "sanity", "ORDER", .choice(SanityCheck.Order.allCases.map(\.rawValue)),
            "how much of the map stays when the weights are shuffled, from the logits down or layer by layer"),
        .flag("smooth", "draws the map enlarged bilinearly, instead of its cells"),
        .clause("colormap", "NAME", .colormap, "the color map"),
        .clause("scale", "SCALING", .scaling, "which numbers the ends of the color map stand for"),
    ]

    /// For commands whose `size` is no other.
    static let sizeClause = Clause.clause("size", "N", .integer(1...4096), "the longer side of the picture in pixels")

    /// How a map comes to the screen.
    struct Drawing {
        /// The words at the caption's beginning.
        let title: String
        /// The layer or input that the map's places belong to.
        let place: String
        /// What is said after the range.
        let facts: [String]
        let isOverPicture: Bool
        /// Whether numbers of both signs mean something.
        let isSigned: Bool
        /// The share of the magnitudes that goes beyond the ends of the colors, where no scale is asked for.
        var clippedShare = 0.0
        /// The longer side of the picture, where one is asked for.
        var sizeInPixels: Int?
    }

    /// Draws a map `[H, W]`.
    func show(_ map: Tensor, _ drawing: Drawing) throws {
        try session.show(figure(of: map, drawing))
    }

    /// The figure of a map `[H, W]`.
    func figure(of map: Tensor, _ drawing: Drawing) throws -> Figure {
        let picture = session.lab.isFedDirectly ? nil : try session.lab.visibleImage()
        var (plane, facts) = (map, drawing.facts)
        if arguments.has("smooth"), let picture {
            plane = map.interpolated(height: picture.heightInPixels, width: picture.widthInPixels)
            facts.insert("drawn bilinearly from \(map.shape)", at: 0)
        }
        let (scaling, note) = scaling(of: map, drawing)
        let colormap =
            (arguments.text("colormap") ?? session.settings.colormap).flatMap(Colormap.named) ?? .standard(isSigned: drawing.isSigned)
        var figure = try figure(of: plane, drawing, picture, scaling, colormap)
        figure.caption = ([figure.caption + (note ?? "")] + facts + [target.scores]).joined(separator: ", ")
        figure.textTwin = summary(of: map, place: drawing.place)
        return figure
    }

    private func figure(
        of plane: Tensor, _ drawing: Drawing, _ picture: Image?, _ scaling: Scaling, _ colormap: Colormap
    ) throws -> Figure {
        let size = drawing.sizeInPixels
        let map = MapFigure(title: drawing.title, scaling: scaling, colormap: colormap, sizeInPixels: size)
        guard let picture else { return try map.figure(of: plane, on: session.canvas) }
        guard drawing.isOverPicture else {
            return try PictureBesideMapFigure(map).figure(of: plane, beside: picture, on: session.canvas)
        }
        return try OverlayFigure(title: drawing.title, scaling: scaling, colormap: colormap, sizeInPixels: size)
            .figure(of: plane, over: picture, on: session.canvas)
    }

    /// The scaling asked for, or one that a few very large numbers do not rule.
    private func scaling(of map: Tensor, _ drawing: Drawing) -> (Scaling, note: String?) {
        if let asked = arguments.scaling("scale") ?? session.settings.scaling { return (asked, nil) }
        guard drawing.clippedShare > 0 else { return (drawing.isSigned ? .symmetric : .each, nil) }
        let magnitudes = map.floats.filter(\.isFinite).map { abs($0) }.sorted()
        let place = Int((Double(magnitudes.count) * (1 - drawing.clippedShare)).rounded(.down))
        guard magnitudes.indices.contains(place), magnitudes[place] > 0, let greatest = magnitudes.last, greatest > magnitudes[place] else {
            return (drawing.isSigned ? .symmetric : .each, nil)
        }
        let percent = NumberFormat.short(Float(drawing.clippedShare * 100))
        return (.range(drawing.isSigned ? -magnitudes[place] : 0, magnitudes[place]), " (\(percent) % beyond the scale)")
    }

    /// Where the weight of a map lies, for a pipe or a screen reader.
    private func summary(of map: Tensor, place: String) -> [String] {
        guard let summary = EvidenceSummary(of: map) else { return ["  no finite number"] }
        let peak = "\(place)@\(summary.peak.row),\(summary.peak.column)"
        var lines = ["  peak \(NumberFormat.short(summary.greatest)) at \(peak)"]
        let share = NumberFormat.fixed(summary.positiveShare * 100, places: 1)
        guard let center = summary.center else { return lines + ["  nothing speaks for the class"] }
        let (row, column) = (NumberFormat.fixed(center.row, places: 1), NumberFormat.fixed(center.column, places: 1))
        let half = NumberFormat.fixed(summary.halfMassShare * 100, places: 1)
        lines.append("  center of mass at row \(row), column \(column) of \(map.shape); half of the mass in \(half) % of the places")
        if summary.least < 0 { lines.append("  \(share) % of the magnitudes are positive") }
        return lines
    }
}
