import Imaging
import Tensors

// The text form, one fact a line, as files of expectations and notebooks have it:
//
//     caption maps of conv1: 8 shown, each 28x28, viridis, scale each, range -2.1..3.4
//     layout grid of 2x4
//     colormap viridis
//     scaling each
//     numbers 8x28x28 range -2.1 3.4 mean 0.12 rms 0.71 sketch 0.1 -0.7 0.3 …
extension FigureMark {
    /// The facts, line by line; those that are empty are left out.
    package var lines: [String] {
        let facts = [("caption", caption), ("layout", layout), ("colormap", colormap), ("scaling", scaling)]
        return facts.filter { !$0.1.isEmpty }.map { "\($0) \(Self.oneLine($1))" } + sketches.map { "numbers \($0.line)" }
            + words.map { "words \(Self.oneLine($0))" }
    }

    /// The mark that lines tell of.
    ///
    /// - Returns: `nil` where a line is none of those that ``lines`` makes.
    package init?(lines: some Sequence<some StringProtocol>) {
        self.init()
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let text = parts.count > 1 ? String(parts[1]) : ""
            switch parts[0] {
            case "caption": caption = text
            case "layout": layout = text
            case "colormap": colormap = text
            case "scaling": scaling = text
            case "words": words.append(text)
            case "numbers":
                guard let sketch = TensorSketch(line: text) else { return nil }
                sketches.append(sketch)
            default: return nil
            }
        }
    }

    static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}

extension TensorSketch {
    fileprivate var line: String {
        let shape = dimensions.map(String.init).joined(separator: "x")
        let strays = nonFiniteCount > 0 ? " stray \(nonFiniteCount)" : ""
        let facts = [("range", [minimum, maximum]), ("mean", [mean]), ("rms", [rootMeanSquare]), ("sketch", projections)]
        return (shape.isEmpty ? "1" : shape) + strays
            + facts.map { " \($0) " + $1.map { NumberFormat.significant($0, digits: 6) }.joined(separator: " ") }.joined()
    }

    fileprivate init?(line: String) {
        var words = line.split(separator: " ")[...]
        guard let shape = words.popFirst() else { return nil }
        let dimensions = shape.split(separator: "x").compactMap { Int($0) }
        guard !dimensions.isEmpty, dimensions.count == shape.split(separator: "x", omittingEmptySubsequences: false).count else {
            return nil
        }
        var facts: [Substring: [Double]] = [:]
        var name: Substring = ""
        for word in words {
            if let number = Double(word) { facts[name, default: []].append(number) } else { name = word }
        }
        guard let range = facts["range"], range.count == 2, let mean = facts["mean"]?.first, let root = facts["rms"]?.first,
            let projections = facts["sketch"], projections.count == Self.projectionCount,
            let strays = Int(exactly: facts["stray"]?.first ?? 0)
        else { return nil }
        self.init(
            dimensions: dimensions, nonFiniteCount: strays, minimum: range[0], maximum: range[1], mean: mean, rootMeanSquare: root,
            projections: projections)
    }
}
