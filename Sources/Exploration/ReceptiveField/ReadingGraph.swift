import Inference
import Tensors

/// What every operator of a network reads, and which axes of its values are spatial.
struct ReadingGraph: Sendable {
    /// One node: how its outputs read its inputs.
    struct Operation: Sendable {
        let name: String
        let outputs: [String]
        /// Inputs that depend on what is fed to the network.
        let inputs: [String]
        /// By output, then by input; `nil` where no rule says.
        let readings: [[InputReading?]]
    }

    let operations: [Operation]
    let shapes: [String: Shape]
    let producers: [String: Int]
    let inputs: [String]
    /// The spatial axes of each input of the network.
    let inputAxes: [String: [Int]]
    /// For each axis of a value the spatial axis of the input that it goes along, counted from 0; `nil` for other axes.
    let roles: [String: [Int?]]

    init(_ network: Network) {
        operations = network.operations.map { Operation($0, network.values) }
        shapes = network.values.mapValues(\.shape)
        producers = network.producers
        inputs = network.inputs.map(\.name)
        let windowed = network.operations.map { $0.implementation is any WindowedOperator }
        let axes = Self.inputAxes(of: inputs, shapes, operations, windowed)
        inputAxes = axes
        roles = Self.roles(from: axes, shapes, operations)
    }

    /// The axes of a value along which its units have a place.
    func spatialAxes(of value: String) -> [Int] {
        roles[value].map { roles in roles.indices.filter { roles[$0] != nil } } ?? []
    }

    /// The axis of the channels: the first that is neither spatial nor that of the batch.
    func channelAxis(of value: String) -> Int? {
        guard let shape = shapes[value], shape.rank > 1 else { return nil }
        let spatial = spatialAxes(of: value)
        return (1..<shape.rank).first { !spatial.contains($0) }
    }
}

extension ReadingGraph.Operation {
    init(_ operation: Network.Operation, _ values: [String: ValueInfo]) {
        let node = operation.node
        let known = node.inputs.map { $0.isEmpty ? nil : values[$0] }
        let outputs = node.outputs.compactMap { values[$0] }
        let places = node.inputs.indices.filter { known[$0] != nil && known[$0]?.constant == nil }
        name = node.name
        self.outputs = node.outputs
        inputs = places.map { node.inputs[$0] }
        readings = node.outputs.indices.map { output in
            places.map { operation.implementation.reading(of: $0, for: output, inputs: known, outputs: outputs) }
        }
    }
}

// MARK: - Spatial axes

extension ReadingGraph {
    /// The axes of the inputs that windows slide along; `2...` where windows do not tell, as in `[N, C, H, W]`.
    private static func inputAxes(
        of inputs: [String], _ shapes: [String: Shape], _ operations: [Operation], _ windowed: [Bool]
    ) -> [String: [Int]] {
        var marks: [String: Set<Int>] = [:]
        for (index, operation) in operations.enumerated().reversed() {
            for (input, reading) in zip(operation.inputs, operation.readings.first ?? []) {
                if windowed[index], input == operation.inputs.first, let rank = shapes[input]?.rank {
                    marks[input, default: []].formUnion(2..<max(2, rank))
                } else if let own = operation.outputs.first.flatMap({ marks[$0] }), let reading {
                    marks[input, default: []].formUnion(axes(behind: own, reading))
                }
            }
        }
        return Dictionary(
            inputs.map { input in
                let rank = shapes[input]?.rank ?? 0
                let found = (marks[input] ?? []).sorted()
                return (input, found.count == rank - 2 || found.count == rank - 1 ? found : rank == 2 ? [1] : Array(2..<max(2, rank)))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The axes of an input that marked axes of the output read.
    private static func axes(behind marked: Set<Int>, _ reading: InputReading) -> Set<Int> {
        switch reading {
        case .nothing: return []
        case .axes(let readings): return Set(readings.indices.filter { readings[$0].outputAxis.map(marked.contains) ?? false })
        case .reshaped(let from, let to):
            let groups = ReshapeReading(from: from, to: to)?.groups ?? []
            return Set(groups.filter { !marked.isDisjoint(with: $0.after) }.map { $0.before[0] })
        case .chain(let readings): return readings.reduce(marked) { axes(behind: $0, $1) }
        }
    }

    private static func roles(
        from inputAxes: [String: [Int]], _ shapes: [String: Shape], _ operations: [Operation]
    ) -> [String: [Int?]] {
        var roles: [String: [Int?]] = [:]
        for (input, axes) in inputAxes { roles[input] = (0..<(shapes[input]?.rank ?? 0)).map { axes.firstIndex(of: $0) } }
        for operation in operations {
            for (output, readings) in zip(operation.outputs, operation.readings) {
                guard let rank = shapes[output]?.rank else { continue }
                var found = [Int?](repeating: nil, count: rank)
                for (input, reading) in zip(operation.inputs, readings) {
                    guard let own = roles[input], let reading else { continue }
                    for (axis, role) in Self.roles(own, through: reading, rank: rank).enumerated() where found[axis] == nil {
                        found[axis] = role
                    }
                }
                roles[output] = found
            }
        }
        return roles
    }

    /// What the axes of an output are, where those of the input are known.
    private static func roles(_ roles: [Int?], through reading: InputReading, rank: Int) -> [Int?] {
        var result = [Int?](repeating: nil, count: rank)
        switch reading {
        case .nothing: break
        case .axes(let readings):
            for (role, reading) in zip(roles, readings) {
                if let role, let axis = reading.outputAxis, axis < rank { result[axis] = role }
            }
        case .reshaped(let from, let to):
            for group in ReshapeReading(from: from, to: to)?.groups ?? [] where group.after[0] < rank {
                result[group.after[0]] = roles[group.before[0]]
            }
        case .chain(let readings):
            return readings.reversed().reduce(roles) { own, reading in
                if case .reshaped(_, let to) = reading { return Self.roles(own, through: reading, rank: to.rank) }
                return Self.roles(own, through: reading, rank: max(rank, own.count))
            }
        }
        return result
    }
}

// MARK: - Phase

extension ReadingGraph {
    /// Whether neighboring units of a value may have fields of another form: behind anything along a spatial axis but windows.
    func dependsOnPhase(_ value: String) -> Bool {
        guard let last = producers[value] else { return false }
        var reached: Set<String> = [value]
        for operation in operations[...last].reversed() {
            for (output, readings) in zip(operation.outputs, operation.readings) where reached.contains(output) {
                for (input, reading) in zip(operation.inputs, readings) {
                    if let reading, dependsOnPhase(reading, roles[input] ?? []) { return true }
                    reached.insert(input)
                }
            }
        }
        return false
    }

    private func dependsOnPhase(_ reading: InputReading, _ roles: [Int?]) -> Bool {
        switch reading {
        case .nothing: return false
        case .axes(let readings):
            return zip(readings, roles).contains { reading, role in
                if case .table = reading { return role != nil }
                return false
            }
        case .reshaped(let from, let to):
            return ReshapeReading(from: from, to: to)?.groups.contains { $0.before.count > 1 || $0.after.count > 1 } ?? false
        case .chain(let readings): return readings.contains { dependsOnPhase($0, roles) }
        }
    }
}
