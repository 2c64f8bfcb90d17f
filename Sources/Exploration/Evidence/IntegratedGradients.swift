import Inference
import Tensors

/// `(x − x₀) · ∫₀¹ ∂logit/∂x (x₀ + t·(x − x₀)) dt`, by the midpoint rule.
///
/// The attributions sum to what the logit gains from the baseline x₀ to the input (completeness). Networks often gain nearly all of it on
/// a small part of the way, where even steps miss most. Since the logit at the ends of a step says what the step should add, the step that is
/// farthest off is cut in three, again and again, until the sum is right.
///
/// Source: Sundararajan et al., "Axiomatic Attribution for Deep Networks", 2017, arXiv:1703.01365.
package struct IntegratedGradients: Sendable {
    let specimen: Specimen
    let classNumber: Int
    /// Where the path begins, of the input's shape.
    let baseline: Tensor

    /// Even steps that refining begins with, and steps that it ends with where the sum is still not right.
    private static let (fewestSteps, mostSteps) = (27, 600)
    /// Refining ends when the attributions sum to the difference of the logits within this share.
    private static let tolerance = 0.005

    /// - Throws: ``EvidenceError``, `RunError.missingInput`.
    package init(of classNumber: Int, in specimen: Specimen, baseline: Tensor? = nil) throws {
        let shape = try specimen.input().shape
        if let baseline, baseline.shape != shape { throw EvidenceError.baselineShape(expected: shape, found: baseline.shape) }
        _ = try specimen.seed(of: classNumber)
        self.specimen = specimen
        self.classNumber = classNumber
        self.baseline = baseline ?? Tensor(shape, repeating: 0)
    }

    /// The attributions.
    ///
    /// - Parameters:
    ///   - steps: even steps; where nothing is said, as many as completeness within 0.5 % takes, 600 at most, denser where the
    ///     logit changes in other ways than its gradient says.
    ///   - control: cancelled, what the steps so far yield is the result.
    /// - Throws: `RunError`, `GradientError`; `RunCancelled` where there is nothing yet.
    package func attribution(steps: Int? = nil, control: RunControl = RunControl()) throws -> Attribution {
        var way = try IntegrationWay(self, control: control)
        let asked = steps ?? Self.fewestSteps
        do {
            for index in 0..<asked {
                try way.add(Double(index) / Double(asked), Double(index + 1) / Double(asked), keepsEnds: steps == nil)
                control.report(Double(index + 1) / Double(asked) * (steps == nil ? 0.3 : 1))
            }
            while steps == nil, way.completeness.error > Self.tolerance, way.steps.count < Self.mostSteps {
                try way.refine()
                control.report(0.3 + 0.7 * Double(way.steps.count) / Double(Self.mostSteps))
            }
        } catch let error as RunCancelled {
            if way.steps.isEmpty { throw error }
        }
        return Attribution(
            method: .integrated, classNumber: classNumber, values: way.values, logit: way.logit,
            samples: (way.steps.count, max(asked, way.steps.count)), completeness: way.completeness)
    }
}

/// The straight way from the baseline to the input, with the gradients in the middles of its steps.
private struct IntegrationWay {
    /// A part of the way.
    struct Step {
        let start: Double
        let end: Double
        /// The logit at both, where it is known.
        let logits: (start: Double, end: Double)?
        /// What the gradient in the middle says that the logit gains.
        let gain: Double

        /// How far that is off.
        var error: Double { logits.map { abs(gain - ($0.end - $0.start)) } ?? 0 }
    }

    private let method: IntegratedGradients
    private let control: RunControl
    private let difference: Tensor
    private var gradients: RunningMean
    private var knownLogits: [Double: Double]
    private(set) var steps: [Step] = []

    init(_ method: IntegratedGradients, control: RunControl) throws {
        (self.method, self.control) = (method, control.withoutProgress)
        let input = try method.specimen.input()
        difference = input.combined(with: method.baseline, -)
        gradients = RunningMean(input.shape)
        knownLogits = [:]
        for (position, point) in [(0.0, method.baseline), (1.0, input)] {
            knownLogits[position] = Double(try method.specimen.logits(for: point, control: self.control)[method.classNumber])
        }
    }

    var logit: Float { Float(knownLogits[1] ?? .nan) }
    var values: Tensor { difference.combined(with: gradients.mean, *) }

    /// What the steps so far sum to, beside what all of them should.
    var completeness: Attribution.Completeness {
        let covered = steps.reduce(0) { $0 + $1.end - $1.start }
        return Attribution.Completeness(
            sum: steps.reduce(0) { $0 + $1.gain } / covered, difference: (knownLogits[1] ?? .nan) - (knownLogits[0] ?? .nan))
    }

    /// Adds a step.
    mutating func add(_ start: Double, _ end: Double, keepsEnds: Bool) throws {
        let (step, gradient) = try step(start, end, keepsEnds: keepsEnds)
        steps.append(step)
        gradients.add(gradient, weight: end - start)
    }

    /// Cuts the step that is farthest off in three, of which the middle one has the same midpoint.
    mutating func refine() throws {
        guard let index = steps.indices.max(by: { steps[$0].error < steps[$1].error }) else { return }
        let old = steps[index]
        let third = (old.end - old.start) / 3
        let cuts = [old.start, old.start + third, old.end - third, old.end]
        let parts = try (0..<3).map { try step(cuts[$0], cuts[$0 + 1], keepsEnds: true) }
        gradients.add(parts[1].gradient, weight: third - (old.end - old.start))
        for part in [parts[0], parts[2]] { gradients.add(part.gradient, weight: third) }
        steps.replaceSubrange(index...index, with: parts.map(\.step))
    }

    private mutating func step(_ start: Double, _ end: Double, keepsEnds: Bool) throws -> (step: Step, gradient: Tensor) {
        let gradient = try method.specimen.inputGradient(
            of: method.classNumber, at: point((start + end) / 2), control: control
        ).gradient
        let slope = zip(gradient.floats, difference.floats).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let logits = keepsEnds ? (start: try logit(at: start), end: try logit(at: end)) : nil
        return (Step(start: start, end: end, logits: logits, gain: slope * (end - start)), gradient)
    }

    private mutating func logit(at position: Double) throws -> Double {
        if let known = knownLogits[position] { return known }
        let logit = Double(try method.specimen.logits(for: point(position), control: control)[method.classNumber])
        knownLogits[position] = logit
        return logit
    }

    private func point(_ position: Double) -> Tensor {
        let share = Float(position)
        return method.baseline.combined(with: difference) { $0 + share * $1 }
    }
}
