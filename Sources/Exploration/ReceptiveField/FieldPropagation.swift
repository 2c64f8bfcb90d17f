import Inference
import Tensors

/// One way back from elements of a value to everything of the network's inputs that they depend on.
struct FieldPropagation {
    private let graph: ReadingGraph
    /// Whether maps go on beyond their ends, so that padding counts.
    private let isEndless: Bool
    private var found: [String: SupportSet] = [:]
    /// Nodes for which no rule says what they read.
    private(set) var unknownOperators: [String] = []

    init(_ graph: ReadingGraph, isEndless: Bool) {
        self.graph = graph
        self.isEndless = isEndless
    }

    /// The elements of each input that a box of a value's elements depends on.
    ///
    /// - Complexity: O(operations before the value), times the boxes that joins need.
    mutating func run(from box: PlaceBox, of value: String) -> [String: SupportSet] {
        found = [value: SupportSet(box)]
        unknownOperators = []
        guard let last = graph.producers[value] else { return found }
        for operation in graph.operations[...last].reversed() {
            var isUnknown = false
            for (output, readings) in zip(operation.outputs, operation.readings) {
                guard let elements = found[output] else { continue }
                for (input, reading) in zip(operation.inputs, readings) {
                    isUnknown = isUnknown || reading == nil
                    visit(input, reading, elements)
                }
            }
            for output in operation.outputs { found[output] = nil }
            if isUnknown { unknownOperators.append(operation.name) }
        }
        return found
    }

    private mutating func visit(_ input: String, _ reading: InputReading?, _ elements: SupportSet) {
        guard let shape = graph.shapes[input] else { return }
        let roles = graph.roles[input] ?? []
        guard let reading else {
            found[input, default: SupportSet()].insert(PlaceBox(axes: shape.dimensions.map { PlaceSet(0..<$0) }), isExact: false)
            return
        }
        var source = SupportSet()
        for box in elements.boxes { source.formUnion(read(box, reading, shape, roles)) }
        if !elements.isExact, let first = source.boxes.first { source.insert(first, isExact: false) }
        if !source.isEmpty { found[input, default: SupportSet()].formUnion(source) }
    }

    /// What a box of an output reads of an input; an input within a chain has no shape of its own to be clipped to.
    private func read(_ box: PlaceBox, _ reading: InputReading, _ shape: Shape?, _ roles: [Int?]) -> SupportSet {
        switch reading {
        case .nothing: return SupportSet()
        case .axes(let readings):
            var isExact = true
            let axes = readings.indices.map { axis -> PlaceSet in
                let extent = shape?[axis] ?? 1
                switch readings[axis] {
                case .all: return PlaceSet(0..<extent)
                case .first: return PlaceSet(0..<1)
                case .window, .group, .table:
                    let isOpen = shape == nil || isEndless && axis < roles.count && roles[axis] != nil
                    let own = readings[axis].outputAxis.flatMap { $0 < box.axes.count ? box.axes[$0] : nil } ?? PlaceSet(0..<1)
                    let (places, isAxisExact) = own.read(by: readings[axis], isEndless: isOpen)
                    isExact = isExact && isAxisExact
                    return isOpen ? places : places.clipped(to: 0..<extent)
                }
            }
            return SupportSet(PlaceBox(axes: axes), isExact: isExact)
        case .reshaped(let from, let to):
            guard let reshape = ReshapeReading(from: from, to: to) else { return SupportSet() }
            return reshape.read(box)
        case .chain(let readings):
            var elements = SupportSet(box)
            for (index, reading) in readings.enumerated() {
                var next = SupportSet()
                let isLast = index == readings.count - 1
                for box in elements.boxes { next.formUnion(read(box, reading, isLast ? shape : nil, roles)) }
                elements = next
            }
            return elements
        }
    }
}
