import Exploration
import Imaging
import Tensors

/// A network's profile as a table: a row for each layer that changes what is seen or costs something, or for every layer.
struct ProfileTable {
    let profile: NetworkProfile
    let showsAll: Bool

    var rows: [NetworkProfile.Row] { showsAll ? profile.rows : profile.rows.filter(\.isDecisive) }

    /// Fields, resolution and cost.
    var table: Table {
        let cells = rows.map { row in
            beginning(row) + [
                Self.rf(row), Self.scale(row), row.field.map { Self.number($0.density) } ?? "",
                row.layer.totalStride.map { Self.number($0) } ?? "", row.resolution.map(String.init).joined(separator: "x"),
                row.layer.parameterCount == 0 ? "" : Count.grouped(row.layer.parameterCount),
                row.layer.multiplyAdds == 0 ? "" : Count.grouped(row.layer.multiplyAdds),
            ]
        }
        let columns: [Table.Column] = [
            .right("#"), .left("layer"), .left("kind"), .right("rf"), .right("scale"), .right("density"), .right("stride"),
            .right("resolution"), .right("parameters"), .right("multiply-adds"),
        ]
        let cost = "\(Count.grouped(profile.parameterCount)) parameters, \(Count.short(profile.multiplyAdds)) multiply-adds"
        return Table(columns, rows: cells, caption: "\(caption), \(cost)")
    }

    /// The article's recurrences beside the exact values.
    var articleTable: Table {
        let cells = rows.map { row -> [String] in
            let value = row.layer.valueName
            guard let article = profile.article.scales[value] else {
                return beginning(row) + [Self.rf(row), Self.scale(row), profile.article.missing[value] == nil ? "" : "none", "", "", ""]
            }
            let difference = row.field.map { article.side - $0.scale }
            return beginning(row) + [
                Self.rf(row), Self.scale(row), article.side.isFinite ? Self.number(article.side) : "none", Self.number(article.area),
                Self.number(article.overlap), difference.map { $0.isFinite ? Self.signed($0) : "" } ?? "",
            ]
        }
        let columns: [Table.Column] = [
            .right("#"), .left("layer"), .left("kind"), .right("rf"), .right("scale"), .right("article √s"), .right("s"), .right("p"),
            .right("√s − scale"),
        ]
        return Table(columns, rows: cells, caption: caption)
    }

    /// What the article leaves open in this network, a line each.
    var articleNotes: [String] {
        var notes: [String] = []
        let open = profile.rows.filter { profile.article.missing[$0.layer.valueName] != nil }
        if let first = open.first {
            let others = open.count > 1 ? " and \(open.count - 1) more" : ""
            notes.append("no recurrence for \(first.layer.name) (\(first.layer.kind))\(others), nor for what follows")
        }
        if let negative = profile.rows.first(where: { (profile.article.scales[$0.layer.valueName]?.area ?? 0) < 0 }) {
            let area = Self.number(profile.article.scales[negative.layer.valueName]?.area ?? 0)
            notes.append("an area of \(area) at \(negative.layer.name): the recurrence for dilation leaves what an area can be")
        }
        if profile.rows.contains(where: { profile.article.joins.contains($0.layer.valueName) }) {
            notes.append("the article knows one path: where branches join, the one with the larger s goes on")
        }
        return notes
    }

    private func beginning(_ row: NetworkProfile.Row) -> [String] { ["\(row.layer.number)", row.layer.name, row.layer.kind] }

    private var caption: String {
        let size = profile.inputExtents.map(String.init).joined(separator: "x")
        let rest = showsAll || rows.count == profile.rows.count ? "" : " (of those left out, each only rewrites numbers in place)"
        let stopped = profile.isComplete ? "" : ", stopped after \(profile.rows.count)"
        return "\(profile.name), input \(size): \(rows.count) of \(profile.layerCount) layers\(rest)\(stopped)"
    }

    /// Matrix of the rows shown: rf, scale, density, stride; with the article rf, scale, √s, s. What is unknown is not a number.
    func numbers(withArticle: Bool) -> Tensor {
        let numbers = rows.flatMap { row -> [Float] in
            let seen = [row.field?.sizes.max().map(Double.init), row.field?.scale]
            let article = profile.article.scales[row.layer.valueName]
            let others = withArticle ? [article?.side, article?.area] : [row.field?.density, row.layer.totalStride]
            return (seen + others).map { Float($0 ?? .nan) }
        }
        return Tensor([rows.count, 4], numbers)
    }

    // MARK: - Cells

    /// `35`, `7x3`, or `30..34` where it depends on the unit's phase; with `≤` where an operator had to be taken to read everything.
    private static func rf(_ row: NetworkProfile.Row) -> String {
        guard let field = row.field else { return "" }
        let sizes = zip(field.sizes, field.sizeRanges).map { size, range in
            range.lowerBound == range.upperBound ? "\(size)" : "\(range.lowerBound)..\(range.upperBound)"
        }
        let text = Set(sizes).count == 1 ? sizes[0] : sizes.joined(separator: "x")
        return (field.isExact ? "" : "≤") + text
    }

    private static func scale(_ row: NetworkProfile.Row) -> String {
        row.field.map { ($0.isExact ? "" : "≤") + number($0.scale) } ?? ""
    }

    static func number(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return NumberFormat.significant(number, digits: 4) }
        if number == number.rounded() { return "\(Int(number))" }
        return abs(number) < 1000 ? NumberFormat.significant(number, digits: 4) : NumberFormat.fixed(number, places: 1)
    }

    private static func signed(_ difference: Double) -> String {
        abs(difference) < 1e-6 ? "0" : (difference > 0 ? "+" : "") + number((difference * 1e6).rounded() / 1e6)
    }
}
