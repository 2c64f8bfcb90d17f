import Imaging
import Inference
import Tensors

/// Finds a picture that makes an objective large, by gradient ascent from noise.
///
/// Every step shows the network another cut of a picture that is a little larger than its input (jitter), so that nothing hangs on single
/// pixels.
package struct Dream: Sendable {
    package var specimen: Specimen
    /// How the network wants its pictures.
    package let preprocessing: Preprocessing
    package let objective: DreamObjective
    package var stepCount = 128
    package var seed: UInt64 = 0
    /// How far the cut moves, in pixels; `nil` for a sixteenth of the shorter side.
    package var jitterInPixels: Int?

    /// A picture on its way, or at its end.
    package struct State: Sendable {
        /// The middle of the picture, of the network's size.
        package let picture: Image
        /// The objective at each step so far, for the cut of that step.
        package let scores: [Double]
        /// The objective for the picture itself.
        package var finalScore: Double?
    }

    private static let rate: Float = 0.05

    package init(_ specimen: Specimen, preprocessing: Preprocessing, objective: DreamObjective) {
        self.specimen = specimen
        self.preprocessing = preprocessing
        self.objective = objective
    }

    /// Climbs.
    ///
    /// - Parameter show: called now and then with the picture so far.
    /// - Returns: the end, or where it stood when `control` was cancelled.
    /// - Throws: what the engine throws; ``DreamError``.
    package func run(control: RunControl = RunControl(), show: (State) throws -> Void = { _ in }) throws -> State {
        let (height, width) = (preprocessing.heightInPixels, preprocessing.widthInPixels)
        let jitter = jitterInPixels ?? max(1, min(height, width) / 16)
        let spectrum = PictureSpectrum(channelCount: preprocessing.channelOrder.count, height: height + jitter, width: width + jitter)
        let context = RunContext(threadCount: specimen.engine.threadCount, control: control.withoutProgress)
        var random = RandomNumbers(seed: seed)
        var coefficients = spectrum.start(using: &random).floats
        var moments = AdaptiveMoments(count: coefficients.count, rate: Self.rate)
        var scores: [Double] = []
        var picture = try spectrum.picture(of: Tensor(spectrum.shape, coefficients), in: context)
        for step in 0..<stepCount where !control.isCancelled {
            let cut = PictureCut(
                row: Int.random(in: 0...jitter, using: &random), column: Int.random(in: 0...jitter, using: &random), height: height,
                width: width)
            guard let (score, gradient) = try climb(from: cut, of: picture, control: control.withoutProgress) else { break }
            scores.append(score)
            let slope = try spectrum.gradient(of: cut.pasted(gradient, into: spectrum.shape), at: picture, in: context)
            moments.ascend(&coefficients, along: slope.floats)
            picture = try spectrum.picture(of: Tensor(spectrum.shape, coefficients), in: context)
            control.report(Double(step + 1) / Double(stepCount))
            try show(State(picture: image(of: middle(jitter).applied(to: picture)), scores: scores))
        }
        let end = middle(jitter).applied(to: picture)
        var state = State(picture: image(of: end), scores: scores)
        if !control.isCancelled { state.finalScore = objective.score(try value(for: end)) }
        return state
    }

    private func middle(_ jitter: Int) -> PictureCut {
        PictureCut(row: jitter / 2, column: jitter / 2, height: preprocessing.heightInPixels, width: preprocessing.widthInPixels)
    }

    /// The objective for a cut, and its gradient with respect to the cut's pixels; `nil` when cancelled.
    private func climb(from cut: PictureCut, of picture: Tensor, control: RunControl) throws -> (Double, Tensor)? {
        do {
            let feed = Feed([specimen.inputName: preprocessing.tensor(fromUnitPicture: cut.applied(to: picture))])
            let run = try specimen.engine.gradient(
                specimen.network, feed: feed, edits: specimen.edits, of: [objective.value], withRespectTo: [specimen.inputName],
                control: control
            ) { values in values.mapValues { objective.seed(at: $0) } }
            guard let value = run.values[objective.value] else { throw RunError.unknownValue(objective.value) }
            guard let gradient = run.gradients[specimen.inputName] else { throw DreamError.noGradient(objective.value) }
            return (objective.score(value), preprocessing.unitPictureGradient(of: gradient))
        } catch is RunCancelled {
            return nil
        }
    }

    private func value(for picture: Tensor) throws -> Tensor {
        try specimen.fed([specimen.inputName: preprocessing.tensor(fromUnitPicture: picture)]).value(objective.value)
    }

    /// A picture `[C, H, W]` of numbers `0...1`, red first.
    private func image(of picture: Tensor) -> Image {
        let (channels, area) = (picture.shape[0], picture.shape[1] * picture.shape[2])
        let numbers = picture.floats
        let samples = (0..<area * channels).map { index -> UInt8 in
            let number = numbers[index % channels * area + index / channels]
            return number.isFinite ? UInt8(min(max(number * 255, 0), 255).rounded()) : 0
        }
        return Image(heightInPixels: picture.shape[1], widthInPixels: picture.shape[2], channelCount: channels, samples: samples)
    }
}

/// Why there is no dream.
package enum DreamError: Error, CustomStringConvertible {
    case noGradient(String)

    package var description: String {
        switch self {
        case .noGradient(let value): "'\(value)' does not depend on the picture"
        }
    }
}
