import Inference
import Tensors

/// A mean or sum over places: a term of the same weight for each of them.
enum AverageLedger: LedgerRule {
    static let operatorNames: Set<String> = ["AveragePool", "GlobalAveragePool", "ReduceMean", "ReduceSum"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let x = try opened.input(0)
        let (elements, count) = try opened.node.operatorName == "AveragePool" ? window(opened, x.shape) : reduced(opened, x.shape)
        let weight = opened.node.operatorName == "ReduceSum" ? 1 : 1 / Double(max(1, count))
        let terms = withExtendedLifetime(x.storage) {
            let numbers = x.floatElements
            return elements.map { element in
                let value = Double(numbers[element])
                return Ledger.Term(opened.source(0, element), value, weight: weight, amount: weight * value)
            }
        }
        let formula =
            opened.node.operatorName == "ReduceSum"
            ? "the sum of \(terms.count) numbers"
            : "the mean of \(count) numbers" + (count > terms.count ? ", \(count - terms.count) of them padding" : "")
        return Ledger(sumOf: opened.unit, value: opened.value, formula: formula, terms: terms)
    }

    /// The elements under a window, and how many it counts.
    private static func window(_ opened: OpenedOperation, _ shape: Shape) throws -> (elements: [Int], count: Int) {
        guard let pool = opened.operation.implementation as? any WindowPooling else { return ([], 0) }
        let indices = opened.indices
        let resolved = try pool.resolvedWindow(shape)
        let taps = WindowTaps(resolved, at: Array(indices[2...]))
        let start = (indices[0] * shape[1] + indices[1]) * resolved.input.reduce(1, *)
        let elements = taps.offsets.compactMap { $0.map { start + $0 } }
        let countsPadding = try opened.node.attributes.int("count_include_pad", default: 0) != 0
        return (elements, countsPadding ? taps.liesInPaddedMap.count { $0 } : elements.count)
    }

    /// The elements along the axes that are reduced.
    private static func reduced(_ opened: OpenedOperation, _ shape: Shape) throws -> (elements: [Int], count: Int) {
        let elements = try ReducedElements(opened, shape).elements
        return (elements, elements.count)
    }
}

/// The elements of the first input that a reduction makes one number of.
struct ReducedElements {
    let elements: [Int]

    init(_ opened: OpenedOperation, _ shape: Shape) throws {
        let axes = try Self.axes(opened, shape)
        let keepsAxes = opened.outputShape.rank == shape.rank
        var indices = opened.indices
        if !keepsAxes { for axis in axes { indices.insert(0, at: min(axis, indices.count)) } }
        let window = Shape(axes.map { shape[$0] })
        let strides = shape.strides
        let start = shape.dimensions.indices.reduce(0) { $0 + (axes.contains($1) ? 0 : indices[$1] * strides[$1]) }
        elements = (0..<window.elementCount).map { place in
            zip(axes, window.indices(of: place)).reduce(start) { $0 + $1.1 * strides[$1.0] }
        }
    }

    /// The reduced axes, ascending.
    private static func axes(_ opened: OpenedOperation, _ shape: Shape) throws -> [Int] {
        if opened.node.operatorName.hasPrefix("Global") { return Array(2..<shape.rank) }
        let given = try opened.node.attributes.ints("axes") ?? opened.rawInput(1)?.integers ?? []
        if given.isEmpty, try opened.node.attributes.int("noop_with_empty_axes", default: 0) != 0 { return [] }
        return given.isEmpty ? Array(0..<shape.rank) : given.compactMap(shape.normalizedAxis).sorted()
    }
}
