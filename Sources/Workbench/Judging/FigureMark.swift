import Imaging
import Tensors

/// What is written down of a figure, to tell later whether another one shows the same.
///
/// The numbers behind it as sketches, their color map, scaling and arrangement, and the caption: no pixels, which change with fonts.
package struct FigureMark: Sendable, Equatable {
    package var caption: String
    package var layout: String
    package var colormap: String
    package var scaling: String
    /// One for each run of parts of the same shape, with their number as first axis.
    package var sketches: [TensorSketch]
    /// What the figure says in words, where no numbers are known.
    package var words: [String]

    /// How far numbers may differ: far more than instruction sets do, far less than another picture.
    static let tolerance = 2e-3

    package init(_ figure: Figure) {
        caption = figure.caption
        layout = figure.source?.layout ?? ""
        colormap = figure.source?.colormap ?? ""
        scaling = figure.source?.scaling ?? ""
        sketches = figure.source.map { Self.sketches(of: $0.parts) } ?? []
        words = figure.source == nil ? figure.textTwin : []
    }

    init() {
        (caption, layout, colormap, scaling, sketches, words) = ("", "", "", "", [], [])
    }

    private static func sketches(of parts: [FigureSource.Numbers]) -> [TensorSketch] {
        var rest = parts[...]
        var sketches: [TensorSketch] = []
        while let first = rest.first {
            let alike = rest.prefix { $0.dimensions == first.dimensions }
            rest = rest.dropFirst(alike.count)
            let dimensions = alike.count > 1 ? [alike.count] + first.dimensions : first.dimensions
            sketches.append(TensorSketch(of: alike.lazy.flatMap(\.numbers), dimensions: dimensions))
        }
        return sketches
    }

    /// What tells a figure from the one that was written down, in words; `nil` where they show the same.
    package func difference(to found: FigureMark) -> String? {
        for (name, expected, found) in [
            ("the layout", layout, found.layout), ("the color map", colormap, found.colormap), ("the scaling", scaling, found.scaling),
            ("the caption", caption, found.caption),
        ] where !ApproximateText.agree(expected, found) {
            return "expected \(name) '\(expected)', found '\(found)'"
        }
        guard sketches.count == found.sketches.count else {
            return "expected \(sketches.count) groups of numbers, found \(found.sketches.count)"
        }
        for (expected, found) in zip(sketches, found.sketches) {
            if let difference = expected.difference(to: found, tolerance: Self.tolerance) { return difference }
        }
        guard words.count == found.words.count else { return "expected \(words.count) lines of words, found \(found.words.count)" }
        for (expected, found) in zip(words, found.words) where !ApproximateText.agree(expected, found) {
            return "expected '\(expected)', found '\(found)'"
        }
        return nil
    }
}

extension FigureSource.Numbers {
    fileprivate var dimensions: [Int] {
        switch self {
        case .tensor(let tensor): tensor.shape.dimensions
        case .picture(let image): [image.heightInPixels, image.widthInPixels, image.channelCount]
        case .list(let numbers): [numbers.count]
        }
    }

    fileprivate var numbers: [Double] {
        switch self {
        case .tensor(let tensor): tensor.convertedToFloat32().floats.map(Double.init)
        case .picture(let image): image.samples.map(Double.init)
        case .list(let numbers): numbers
        }
    }
}
