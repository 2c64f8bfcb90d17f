import Inference
import Tensors

/// What a network makes of many variants of its input.
struct MaskedScores {
    let specimen: Specimen

    /// The logits of each variant; cancelled, of those that were done.
    ///
    /// - Parameter variant: the input by its number, made only when its turn comes.
    /// - Throws: `RunError`; `RunCancelled` where none was done.
    func logits(count: Int, control: RunControl, variant: (Int) -> Tensor) throws -> [[Float]] {
        let name = specimen.logitsName
        let forward = try BatchedForward(specimen, wanted: [name], control: control.withoutProgress)
        var logits: [[Float]] = []
        _ = try forward.run(count: count, control: control, variant: variant) { _, values in
            guard let scores = values[name] else { throw RunError.unknownValue(name) }
            logits.append(scores.convertedToFloat32().floats)
        }
        if count > 0 && logits.isEmpty { throw RunCancelled() }
        return logits
    }
}
