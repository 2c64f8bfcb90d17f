import Inference
import Tensors

extension Specimen {
    /// The loss whose gradient says what speaks for a class: 1 at its logit, 0 at the others.
    ///
    /// - Throws: ``EvidenceError/noSuchClass(_:count:)``.
    func seed(of classNumber: Int) throws(EvidenceError) -> [String: Tensor] {
        let shape = network.values[logitsName]?.shape ?? []
        guard (0..<shape.elementCount).contains(classNumber) else {
            throw .noSuchClass(classNumber, count: shape.elementCount)
        }
        var numbers = [Float](repeating: 0, count: shape.elementCount)
        numbers[classNumber] = 1
        return [logitsName: Tensor(shape, numbers)]
    }

    /// What the network is fed.
    ///
    /// - Throws: `RunError.missingInput`.
    func input() throws -> Tensor {
        guard let tensor = feed.tensors[inputName] else { throw RunError.missingInput(inputName) }
        return tensor
    }

    /// Where channels, rows and columns of the input are.
    ///
    /// - Throws: ``EvidenceError/noPicture(input:shape:)``.
    func pictureAxes() throws -> PictureAxes {
        let shape = try input().shape
        guard let axes = PictureAxes(shape) else { throw EvidenceError.noPicture(input: inputName, shape: shape) }
        return axes
    }

    /// The logits for something else than what is fed; nothing stays in the cache.
    func logits(for input: Tensor, control: RunControl) throws -> [Float] {
        let run = try engine.run(
            network, feed: Feed(feed.tensors.merging([inputName: input]) { $1 }), edits: edits, wanted: [logitsName], caching: false,
            control: control)
        guard let scores = run.values[logitsName] else { throw RunError.unknownValue(logitsName) }
        return scores.convertedToFloat32().floats
    }

    /// The gradient of a class's logit with respect to some input, and the logits for it.
    func inputGradient(
        of classNumber: Int, at input: Tensor, rule: GradientRule = .exact, control: RunControl
    ) throws -> (gradient: Tensor, logit: Float) {
        let run = try engine.gradient(
            network, feed: Feed(feed.tensors.merging([inputName: input]) { $1 }), edits: edits, of: seed(of: classNumber),
            withRespectTo: [inputName],
            keeping: [logitsName], rule: rule, control: control)
        guard let gradient = run.gradients[inputName], let logits = run.values[logitsName] else {
            throw RunError.unknownValue(inputName)
        }
        return (gradient.convertedToFloat32(), logits.convertedToFloat32().floats[classNumber])
    }
}
