import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// Which places of the input change which elements of a value, found by changing one place after another.
struct BruteForce {
    /// The extents of the input along its spatial axes.
    let extents: [Int]
    /// For each element of a value in row-major order the places that change it.
    let places: [String: [Set<Int>]]
    private let shapes: [String: Shape]

    /// - Parameters:
    ///   - axes: the spatial axes of the input; along the others everything changes at once.
    ///   - step: what is added; large where a pool picks maxima, small where something saturates.
    init(_ network: Network, axes: [Int], values: [String], step: Float = 1000) throws {
        let shape = try #require(network.values["x"]?.shape)
        let engine = Engine(threadCount: 1, cacheBudgetInBytes: 1 << 20)
        let input = Tensor.random(shape, in: 1...2, seed: 5)
        let base = try engine.run(network, feed: Feed(["x": input]), wanted: values).values
        extents = axes.map { shape[$0] }
        shapes = base.mapValues(\.shape)
        var places = base.mapValues { [Set<Int>](repeating: [], count: $0.elementCount) }
        for (place, elements) in Self.elements(of: shape, byPlaceAlong: axes).enumerated() {
            var numbers = input.floats
            for element in elements { numbers[element] += step }
            let changed = Tensor(shape, numbers)
            let run = try engine.run(network, feed: Feed(["x": changed]), wanted: values).values
            for (name, tensor) in run {
                guard let before = base[name] else { continue }
                for element in Self.differences(before, tensor) { places[name]?[element].insert(place) }
            }
        }
        self.places = places
    }

    /// The places that change a unit: any of its channels, or one.
    func places(of value: String, axes: [Int], position: [Int], channel: Int? = nil) -> Set<Int> {
        guard let shape = shapes[value], let sets = places[value] else { return [] }
        let strides = shape.strides
        let own = (0..<shape.elementCount).filter { element in
            let isUnit = zip(axes, position).allSatisfy { element / strides[$0] % shape[$0] == $1 }
            return isUnit && (channel == nil || element / strides[1] % shape[1] == channel)
        }
        return own.reduce(into: []) { $0.formUnion(sets[$1]) }
    }

    static func coordinates(of place: Int, in extents: [Int]) -> [Int] {
        var rest = place
        return extents.reversed().map { extent in
            defer { rest /= extent }
            return rest % extent
        }.reversed()
    }

    /// The elements of a shape at each place along some axes, in row-major order of the places.
    private static func elements(of shape: Shape, byPlaceAlong axes: [Int]) -> [[Int]] {
        let strides = Shape(axes.map { shape[$0] }).strides
        var elements = [[Int]](repeating: [], count: Shape(axes.map { shape[$0] }).elementCount)
        for element in 0..<shape.elementCount {
            let coordinates = coordinates(of: element, in: shape.dimensions)
            elements[zip(axes, strides).reduce(0) { $0 + coordinates[$1.0] * $1.1 }].append(element)
        }
        return elements
    }

    private static func differences(_ first: Tensor, _ second: Tensor) -> [Int] {
        withExtendedLifetime((first.storage, second.storage)) {
            let (first, second) = (first.floatElements, second.floatElements)
            return first.indices.filter { first[$0].bitPattern != second[$0].bitPattern }
        }
    }
}

extension BruteForce {
    /// Expects that the field of every unit of the values is what changes it, and returns how many units were compared.
    static func compare(
        _ graph: Graph, axes: [Int] = [2, 3], values: [String]? = nil, step: Float = 1000, unitAxes: [Int]? = nil
    ) throws -> Int {
        let network = try Network(graph)
        let fields = FieldAnalysis(network)
        let values = values ?? graph.outputs
        let truth = try BruteForce(network, axes: axes, values: values, step: step)
        var unitCount = 0
        for value in values {
            let extents = fields.spatialExtents(of: value)
            for unit in 0..<Shape(extents).elementCount {
                let position = coordinates(of: unit, in: extents)
                let field = try fields.field(of: value, at: position)
                let found = truth.places(of: value, axes: unitAxes ?? Array(axes.prefix(extents.count)), position: position)
                let expected = Set(
                    (0..<Shape(truth.extents).elementCount).filter { field.support.contains(coordinates(of: $0, in: truth.extents)) })
                #expect(field.isExact && field.unknownOperators.isEmpty, "\(value)@\(position)")
                #expect(found == expected, "\(value)@\(position): changed by \(found.count) places, expected \(expected.count)")
                #expect(expected.count == field.support.count)
                unitCount += 1
            }
        }
        return unitCount
    }
}
