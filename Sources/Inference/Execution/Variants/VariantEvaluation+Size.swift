import Tensors

extension VariantEvaluation {
    /// Variants to run at once so that what they hold at any moment stays near a budget; at least one.
    ///
    /// - Parameter region: the part of the source that a variant changes; `nil` for all of it.
    package func batchCount(region: Region? = nil, budgetInBytes: Int = standardBudgetInBytes) -> Int {
        max(1, min(Self.largestBatchCount, budgetInBytes / max(1, bytesPerVariant(region))))
    }

    /// Some times what a processor's own cache holds: what one operation writes the next one reads.
    package static let standardBudgetInBytes = 8 << 20
    private static let largestBatchCount = 256

    /// The most that the operands and the result of one step take for one variant.
    private func bytesPerVariant(_ region: Region?) -> Int {
        var regions: [String: Region] = [:]
        regions[source] = region
        func byteCount(_ name: String) -> Int {
            guard let info = network.values[name] else { return 0 }
            let all = info.shape.elementCount * info.elementType.byteWidth
            guard let region = regions[name], let map = Region(all: info.shape), map.area > 0 else { return all }
            return all / map.area * region.area
        }
        var most = byteCount(source)
        for (step, locality) in zip(plan.steps, localities) {
            if let locality, let output = step.outputs.first {
                let reached = step.inputs.compactMap { regions[$0] }.map(locality.reached(from:))
                if !reached.isEmpty { regions[output] = reached.dropFirst().reduce(reached[0]) { $0.union($1) } }
            }
            let operands = step.allInputs.filter { network.constant($0) == nil }
            most = max(most, (operands + step.outputs).reduce(0) { $0 + byteCount($1) })
        }
        return most
    }
}
