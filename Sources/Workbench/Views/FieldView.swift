import Exploration
import Imaging
import Inference
import Tensors

/// A receptive field as a picture and in words.
struct FieldView {
    let unit: FieldUnit
    let session: Session

    private var field: ReceptiveField { unit.field }

    /// The field over the picture, or over a blank one of the input's size; a sequence as a strip, a volume by its last two axes.
    func figure(_ measurement: FieldMeasurement? = nil) throws -> Figure {
        let plane = try PlaneOfField(field)
        let summary = unit.analysis.summary(of: unit.layer.valueName)
        let effects = measurement.flatMap { $0.base == .none ? nil : plane.effects(of: $0) }
        var drawing = FieldFigure(
            caption: caption(summary, plane), rows: plane.rows, columns: plane.columns, isSeen: plane.isSeen, effects: effects,
            colormap: effects == nil ? nil : .named("inferno"))
        if effects != nil { drawing.caption += ", effect of noise by parts, inferno, 0 to the greatest" }
        let picture = picture(plane)
        if picture == nil { drawing.caption += ", no picture" }
        var figure = try drawing.figure(over: picture ?? plane.blank, on: session.canvas)
        figure.textTwin = lines(summary)
        return figure
    }

    /// What the network sees, where it is as large as the input.
    private func picture(_ plane: PlaneOfField) -> Image? {
        guard field.extents.count == 2, session.lab.model?.takesPictures == true, let image = try? session.lab.visibleImage(),
            image.heightInPixels == plane.height, image.widthInPixels == plane.width
        else { return nil }
        return image
    }

    // MARK: - Words

    private func caption(_ summary: FieldSummary?, _ plane: PlaneOfField) -> String {
        let size = Self.joined(field.sizes.map { "\($0)" }, "x")
        var words = ["field of \(unit.address): \(size) of \(Self.joined(field.extents.map { "\($0)" }, "x"))"]
        if let summary, hasNeighbors(summary) {
            words.append("\(summary.dependsOnPhase ? "mean jump" : "jump") \(Self.numbers(summary.jumps))")
        }
        words.append("center \(Self.joined(field.center.map(Self.number), ","))")
        words.append("inside \(Self.joined(field.clipped.map(Self.range), ","))")
        words.append("\(NumberFormat.fixed(100 * field.paddingShare, places: 1)) % padding")
        words.append("scale \(Self.number(field.scale))")
        words.append("density \(Self.number(field.density))")
        if field.extents.count == 3 { words.append("drawn by its last two axes") }
        return words.joined(separator: ", ")
    }

    private func lines(_ summary: FieldSummary?) -> [String] {
        let names = field.extents.count == 1 ? ["places"] : Array(["layers", "rows", "columns"].suffix(field.extents.count))
        var lines = zip(names, zip(field.unclipped, field.clipped)).map { name, ranges in
            "  \(name) \(Self.range(ranges.0)), inside the input \(Self.range(ranges.1))"
        }
        let inside = field.support.count
        lines.append(
            "  depends on \(Count.grouped(field.supportCount)) places as if the input went on, \(Count.grouped(inside)) inside it")
        if let summary, hasNeighbors(summary) {
            lines.append("  jump \(Self.numbers(summary.jumps)), the field of unit 0 has its center at \(Self.numbers(summary.starts))")
            if summary.dependsOnPhase { lines.append(phase(summary)) }
        }
        if !field.unknownOperators.isEmpty {
            lines.append("  taken to read all of their input, as no rule is known: \(field.unknownOperators.joined(separator: ", "))")
        } else if !field.isExact {
            lines.append("  the places are an upper bound: the set is too large to be kept exactly")
        }
        return lines
    }

    /// Whether the layer has units side by side.
    private func hasNeighbors(_ summary: FieldSummary) -> Bool { summary.jumps.contains { $0 != 0 } }

    private func phase(_ summary: FieldSummary) -> String {
        let sizes = summary.sizeRanges.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
        let periods = summary.periods.map { $0.map { "\($0)" } ?? "more than 16" }
        let repeated = Set(periods).count == 1 ? periods[0] : Self.joined(periods, ",")
        return "  depends on the unit's phase: sizes \(Self.joined(Array(sizes), " by ")), again after \(repeated) units"
    }

    /// What a measurement showed, a line for outside and one for inside.
    static func words(on measurement: FieldMeasurement, isNoise: Bool) -> [String] {
        var lines: [String] = []
        let place = isNoise ? "noise, as no picture is loaded" : "the input"
        if measurement.outsideCount == 0 {
            lines.append("outside: nothing, the unit's field covers the whole input")
        } else if measurement.outsideTrialCount > 0 {
            let same = measurement.outsideTrialCount - measurement.changedTrialCount
            lines.append(
                "outside: all \(Count.grouped(measurement.outsideCount)) places replaced by seeded noise, \(measurement.outsideTrialCount) times: "
                    + "the unit stayed the same, bit for bit, \(same) times")
        }
        switch measurement.base {
        case .none where measurement.wasCancelled: break
        case .none: lines.append("inside: nothing changes the unit, not even noise in its whole field: it lets nothing pass")
        case .input, .noise:
            let base = measurement.base == .input ? place : "noise, as the unit does not react to changes of \(place)"
            lines.append(
                "inside: \(measurement.reactingBlockCount) of \(measurement.blocks.count) parts change it when noise replaces them one by one in "
                    + base)
            if let half = measurement.placeShare(ofEffect: 0.5), let most = measurement.placeShare(ofEffect: 0.9) {
                lines.append(
                    "effective: half of the effect comes from \(Self.percent(half)) of the field inside the input, nine tenths from "
                        + "\(Self.percent(most))")
            }
        }
        if measurement.wasCancelled {
            lines.append("stopped after \(measurement.blocks.count) of \(measurement.plannedBlockCount) parts")
        }
        return lines
    }

    private static func percent(_ share: Double) -> String { "\(NumberFormat.fixed(100 * share, places: 1)) %" }
    private static func number(_ number: Double) -> String { NumberFormat.significant(number, digits: 6) }
    private static func range(_ range: Range<Int>) -> String { range.isEmpty ? "none" : "\(range.lowerBound)..\(range.upperBound - 1)" }

    /// One number where all are the same.
    private static func numbers(_ numbers: [Double]) -> String {
        Set(numbers).count == 1 ? number(numbers[0]) : joined(numbers.map(number), ",")
    }

    private static func joined(_ words: [String], _ separator: String) -> String { words.joined(separator: separator) }
}

/// A field as rows and columns of a picture, whatever axes the input has.
private struct PlaneOfField {
    let height: Int
    let width: Int
    let rows: Range<Int>
    let columns: Range<Int>
    let isSeen: [Bool]
    private let axes: Int

    /// The height of the strip that a sequence is drawn as: a share of its length.
    private static let stripShare = 16

    init(_ field: ReceptiveField) throws(FieldError) {
        axes = field.extents.count
        width = field.extents.last ?? 1
        columns = field.unclipped.last ?? 0..<1
        let mask = try field.mask()
        if axes >= 2 {
            let height = field.extents[axes - 2]
            (self.height, rows) = (height, field.unclipped[axes - 2])
            var seen = [Bool](repeating: false, count: height * width)
            for (place, isInside) in mask.enumerated() where isInside { seen[place % seen.count] = true }
            isSeen = seen
        } else {
            height = max(4, width / Self.stripShare)
            rows = 0..<height
            isSeen = (0..<height).flatMap { _ in mask }
        }
    }

    /// A gray picture.
    var blank: Image {
        Image(heightInPixels: height, widthInPixels: width, channelCount: 1, samples: [UInt8](repeating: 150, count: height * width))
    }

    /// For every pixel the effect of the part that it lies in, as a share of the greatest.
    func effects(of measurement: FieldMeasurement) -> [Double] {
        let greatest = measurement.blocks.map(\.effect).max() ?? 0
        var effects = [Double](repeating: 0, count: height * width)
        guard greatest > 0 else { return effects }
        for block in measurement.blocks {
            let rows = axes >= 2 ? block.ranges[axes - 2] : 0..<height
            for row in rows {
                for column in block.ranges[axes - 1] {
                    effects[row * width + column] = max(effects[row * width + column], block.effect / greatest)
                }
            }
        }
        return effects
    }
}
