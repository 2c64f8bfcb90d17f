import Exploration
import Imaging

/// Networks' profiles as lines over their depth.
struct ProfileChart {
    let tables: [ProfileTable]

    /// One figure for each measure; of a single network, sizes in pixels share one.
    func figures(of measures: [ProfileMeasure], on canvas: FigureCanvas) throws -> [Figure] {
        if tables.count == 1, measures.count > 1, Set(measures).isSubset(of: [.rf, .scale]) {
            let lines = measures.map { series(tables[0], $0, named: $0.rawValue) }
            return [try figure(lines, named: "profile of \(tables[0].profile.name)", unit: "pixels of the input", levels: levels, canvas)]
        }
        return try measures.map { measure in
            let lines = tables.map { series($0, measure, named: $0.profile.name) }
            let isSize = measure == .rf || measure == .scale
            return try figure(
                lines, named: "\(measure.rawValue) of \(names)", unit: measure.title, levels: isSize ? levels : [], canvas)
        }
    }

    /// Exact and recurrent values of one network.
    func articleFigure(of table: ProfileTable, on canvas: FigureCanvas) throws -> Figure {
        let article = LineChartFigure.Series(
            name: "article √s",
            numbers: table.rows.map { row in
                table.profile.article.scales[row.layer.valueName].flatMap { $0.side.isFinite ? $0.side : nil }
            })
        let lines = [series(table, .rf, named: "rf"), series(table, .scale, named: "scale"), article]
        return try figure(
            lines, named: "\(table.profile.name): exact fields and the article's recurrences", unit: "pixels of the input", levels: [],
            canvas)
    }

    private var names: String { tables.map(\.profile.name).joined(separator: ", ") }

    /// The size of the input, where all networks have the same.
    private var levels: [LineChartFigure.Level] {
        let sides = Set(tables.compactMap { $0.profile.inputExtents.max() })
        guard sides.count == 1, let side = sides.first else { return [] }
        let reached = tables.contains { $0.rows.contains { ($0.field?.sizes.max() ?? 0) * 2 > side } }
        return reached ? [LineChartFigure.Level(name: "input", number: Double(side))] : []
    }

    private func series(_ table: ProfileTable, _ measure: ProfileMeasure, named name: String) -> LineChartFigure.Series {
        let isCount = measure == .parameters || measure == .cost
        return LineChartFigure.Series(
            name: name, numbers: table.rows.map { row in measure.value(of: row).flatMap { isCount && $0 == 0 ? nil : $0 } })
    }

    private func figure(
        _ lines: [LineChartFigure.Series], named title: String, unit: String, levels: [LineChartFigure.Level], _ canvas: FigureCanvas
    ) throws -> Figure {
        try LineChartFigure(
            title: title, horizontalTitle: "layers shown, first to last", verticalTitle: unit, series: lines, levels: levels
        )
        .figure(on: canvas)
    }
}
