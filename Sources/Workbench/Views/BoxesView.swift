import Exploration
import Imaging
import Inference
import ModelFormats
import Tensors

/// The sizes of marked objects beside what a network's layers see.
struct BoxesView {
    let boxes: ObjectBoxes
    let profile: NetworkProfile
    let preprocessing: Preprocessing
    let source: String

    /// √(wh) of every object once its picture is brought to the network's input.
    private var sizes: [Double] { boxes.boxes.map { $0.size(for: preprocessing) } }

    /// The last layer of each resolution: where a stage, or a level of a pyramid, ends.
    private var stages: [NetworkProfile.Row] {
        var last: [[Int]: NetworkProfile.Row] = [:]
        for row in profile.rows where row.isDecisive && row.field != nil && !row.resolution.isEmpty && row.resolution != ones {
            last[row.resolution] = row
        }
        return last.values.sorted { $0.layer.number < $1.layer.number }
    }

    private var ones: [Int] { [Int](repeating: 1, count: profile.inputExtents.count) }

    /// How many objects are how large, and where a feature pyramid sends them.
    var sizeTable: Table {
        let octaves = Dictionary(grouping: sizes, by: PyramidLevel.level).sorted { $0.key < $1.key }
        var sum = 0
        let rows = octaves.map { level, sizes -> [String] in
            sum += sizes.count
            let range = PyramidLevel.sizes(of: level)
            return [
                "\(ProfileTable.number(range.lowerBound))..\(ProfileTable.number(range.upperBound))", Count.grouped(sizes.count),
                percent(sizes.count), percent(sum), "\(level)",
            ]
        }
        let columns: [Table.Column] = [.right("√(wh)"), .right("objects"), .right("share"), .right("up to here"), .right("level k")]
        let skipped = boxes.skippedCount == 0 ? "" : ", \(Count.grouped(boxes.skippedCount)) without a usable box left out"
        let caption =
            "\(source): \(Count.grouped(sizes.count)) objects in \(Count.grouped(boxes.imageCount)) pictures\(skipped), in pixels of the "
            + "network's input (\(preprocessing.geometry)); k = ⌊4 + log₂(√(wh) ÷ 224)⌋"
        return Table(columns, rows: rows, caption: caption)
    }

    /// What share of the objects fits into the field of each stage.
    var stageTable: Table {
        let sizes = sizes
        let rows = stages.map { row -> [String] in
            let rf = Double(row.field?.sizes.max() ?? 0)
            let scale = row.field?.scale ?? 0
            return [
                Self.name(row.layer), row.resolution.map(String.init).joined(separator: "x"),
                row.layer.totalStride.map { ProfileTable.number($0) } ?? "", ProfileTable.number(rf), ProfileTable.number(scale),
                percent(sizes.count { $0 <= rf }), percent(sizes.count { $0 <= scale }),
            ]
        }
        let columns: [Table.Column] = [
            .left("stage ends with"), .right("resolution"), .right("stride"), .right("rf"), .right("scale"), .right("objects ≤ rf"),
            .right("objects ≤ scale"),
        ]
        return Table(columns, rows: rows, caption: "\(profile.name): \(rows.count) resolutions, and the share of the objects that fit")
    }

    func figure(on canvas: FigureCanvas) throws -> Figure {
        let marks = stages.map { SizeHistogramFigure.Mark(name: Self.name($0.layer), size: Double($0.field?.sizes.max() ?? 1)) }
        return try SizeHistogramFigure(
            title: "object sizes of \(source), and the receptive fields of \(profile.name) at the end of each resolution",
            horizontalTitle: "√(wh) and rf, pixels of the input", sizes: sizes, marks: marks
        ).figure(on: canvas)
    }

    /// The name that a text gave a layer, where it otherwise has a number only.
    private static func name(_ layer: Layer) -> String { layer.name.allSatisfy(\.isNumber) ? layer.fullName : layer.name }

    private func percent(_ count: Int) -> String {
        NumberFormat.fixed(100 * Double(count) / Double(max(1, boxes.boxes.count)), places: 1) + " %"
    }
}
