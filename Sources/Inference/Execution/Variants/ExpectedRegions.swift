import Tensors

/// The parts of a network's values that variants will change, followed by geometry alone: whoever makes a value can then leave room for
/// what its readers need about it.
struct ExpectedRegions: Sendable {
    /// For each variant the changed parts by the values' numbers.
    private let regions: [[Region?]]

    init(of batch: VariantBatch, in evaluation: VariantEvaluation) {
        guard case .patches(let patches) = batch else {
            regions = []
            return
        }
        let geometry = evaluation.geometry
        regions = patches.map { patch in
            var regions = [Region?](repeating: nil, count: geometry.numbers.count)
            guard let source = geometry.numbers[evaluation.source], patch.region != nil else { return regions }
            regions[source] = patch.region
            for step in geometry.steps {
                var reached: Region?
                for input in step.inputs {
                    guard let region = regions[input].map(step.locality.reached(from:)) else { continue }
                    reached = reached?.union(region) ?? region
                }
                if let residual = step.residual.flatMap({ regions[$0] }) { reached = reached?.union(residual) ?? residual }
                regions[step.output] = reached
            }
            return regions
        }
    }

    /// The part of a value that a variant changes; `nil` where nothing says.
    func region(_ value: Int, variant: Int) -> Region? { regions.isEmpty ? nil : regions[variant][value] }
}
