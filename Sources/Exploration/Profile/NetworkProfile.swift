import Inference

/// What every layer of a network sees, and what it costs.
package struct NetworkProfile: Sendable {
    /// One layer with the fields of its units.
    package struct Row: Sendable {
        package let layer: Layer
        /// `nil` where the layer does not depend on the input.
        package let field: FieldSummary?
        /// Positions of its output along each axis where units have a place; empty where they have none.
        package let resolution: [Int]
        /// Whether it changes the field, the resolution or the cost: what only rewrites numbers in place does not.
        package let isDecisive: Bool
    }

    package let name: String
    /// In the order of computation; fewer than the network has where it was stopped.
    package let rows: [Row]
    /// How many layers the network has.
    package let layerCount: Int
    /// The extents of the input along its spatial axes.
    package let inputExtents: [Int]
    package let article: ArticleRecurrence

    /// Finds the fields of all layers, or of those there is time for.
    package init(_ network: Network, name: String, control: RunControl = RunControl()) {
        self.name = name
        let analysis = FieldAnalysis(network)
        let input = network.inputs.first?.name ?? ""
        let shape = network.values[input]?.shape.dimensions ?? []
        inputExtents = analysis.spatialAxes(ofInput: input).compactMap { shape.indices.contains($0) ? shape[$0] : nil }
        article = ArticleRecurrence(network)
        layerCount = network.layers.all.count

        var rows: [Row] = []
        var fields: [String: FieldSummary] = [:]
        for (index, layer) in network.layers.all.enumerated() {
            if control.isCancelled { break }
            control.report(Double(index) / Double(max(1, layerCount)))
            let operation = network.operations[index]
            let sources = operation.node.inputs.filter { !$0.isEmpty && network.constant($0) == nil }
            let isWindowed = operation.implementation is any WindowedOperator
            let inPlace =
                Self.keepsPlaces(operation.node.operatorName) && sources.count == 1
                && network.values[sources[0]]?.shape == layer.outputShape
            let inherited = inPlace ? sources.first.flatMap { fields[$0] } : nil
            let field = inherited ?? analysis.summary(of: layer.valueName)
            fields[layer.valueName] = field
            let changes = !sources.contains { source in
                fields[source] == field
                    && network.values[source]?.shape.dimensions.dropFirst(2) == layer.outputShape.dimensions.dropFirst(2)
            }
            rows.append(
                Row(
                    layer: layer, field: field, resolution: analysis.spatialExtents(of: layer.valueName),
                    isDecisive: isWindowed || layer.multiplyAdds > 0 || changes))
        }
        self.rows = rows
    }

    /// Whether every number of the output depends on that in its own place alone.
    private static func keepsPlaces(_ operatorName: String) -> Bool {
        ["BatchNormalization", "Clip", "Dropout", "Identity", "Relu", "Sigmoid"].contains(operatorName)
    }

    /// Whether all layers were reached.
    package var isComplete: Bool { rows.count == layerCount }
    package var parameterCount: Int { rows.reduce(0) { $0 + $1.layer.parameterCount } }
    package var multiplyAdds: Int { rows.reduce(0) { $0 + $1.layer.multiplyAdds } }
}

/// A number that every layer has, to be drawn over the depth.
package enum ProfileMeasure: String, Sendable, CaseIterable {
    case rf, scale, density, stride, resolution, parameters, cost

    /// The number of a layer; `nil` where it has none.
    package func value(of row: NetworkProfile.Row) -> Double? {
        switch self {
        case .rf: row.field?.sizes.max().map(Double.init)
        case .scale: row.field?.scale
        case .density: row.field?.density
        case .stride: row.layer.totalStride
        case .resolution: row.resolution.max().map(Double.init)
        case .parameters: Double(row.layer.parameterCount)
        case .cost: Double(row.layer.multiplyAdds)
        }
    }

    /// What an axis is called.
    package var title: String {
        switch self {
        case .rf: "receptive field, pixels"
        case .scale: "spatial scale, pixels"
        case .density: "density of the field"
        case .stride: "stride, pixels"
        case .resolution: "resolution, positions"
        case .parameters: "parameters"
        case .cost: "multiply-adds"
        }
    }
}
