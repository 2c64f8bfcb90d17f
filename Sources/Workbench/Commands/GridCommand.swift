import Imaging
import Language

/// `grid RxC [filters|maps] [clauses]`: a grid of given rows and columns.
enum GridCommand: Command {
    static let name = "grid"
    static let summary = "draws maps or filters in so many rows and columns"
    static let signature = Signature(
        [
            .required("SIZE", .size, "rows and columns, such as '4x8'"),
            .optional("WHAT", .choice(["maps", "filters"]), "what to draw, maps where nothing is said"),
        ], clauses: ViewOptions.clauses.filter { !["columns", "over"].contains($0.keyword) })
    static let examples = [
        Example("grid 2x4 of conv1", "eight maps in two rows", after: "load digits; load digit-7"),
        Example("grid 2x4 filters of conv1 colormap gray", "filters in gray", after: "load digits"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let options = ViewOptions(arguments, session.settings)
        let layer = try LayerClause(arguments, session.lab).layer
        let view = GridView(options: options, session: session, grid: arguments.size("SIZE"))
        let figure = try arguments.located(at: "of") {
            arguments.text("WHAT") == "filters" ? try view.filters(of: layer) : try view.maps(of: layer)
        }
        try session.show(figure)
        return nil
    }
}
