import Exploration
import Imaging
import Language

/// The clauses that every command that draws understands.
struct ViewOptions {
    let colormap: Colormap?
    let scaling: Scaling?
    let order: ChannelOrder
    let top: Int?
    let sizeInPixels: Int?
    let columns: Int?
    let showsLabels: Bool

    /// The clauses as a signature lists them.
    static let clauses: [Clause] = [
        .clause("of", "LAYER", .layer, "a layer, or a channel such as 'conv1:3', instead of the current one"),
        .clause("over", "WHAT", .choice(["image"]), "lays one map over the picture"),
        .clause("colormap", "NAME", .colormap, "the color map"),
        .clause("scale", "SCALING", .scaling, "which numbers the ends of the color map stand for"),
        .clause("sort", "KEY", .choice(ChannelOrder.allCases.map(\.rawValue)), "the order of channels or filters"),
        .clause("top", "N", .count, "how many of them"),
        .clause("size", "N", .integer(1...4096), "the longer side of each picture in pixels; rows and columns of 'pixels'"),
        .clause("columns", "N", .integer(1...256), "columns of the grid"),
        .flag("labels", "writes the channel under each picture"),
    ]

    init(_ arguments: Arguments, _ settings: Settings) {
        colormap = (arguments.text("colormap") ?? settings.colormap).flatMap(Colormap.named)
        scaling = arguments.scaling("scale") ?? settings.scaling
        order = arguments.text("sort").flatMap(ChannelOrder.init) ?? .index
        top = arguments.integer("top")
        sizeInPixels = arguments.integer("size")
        columns = arguments.integer("columns") ?? settings.columns
        showsLabels = arguments.has("labels")
    }
}

extension Colormap {
    /// For numbers that are not negative, and for those around zero.
    static func standard(isSigned: Bool) -> Colormap {
        (isSigned ? all.first { $0.kind == .diverging } : nil) ?? named("viridis") ?? all[0]
    }
}
