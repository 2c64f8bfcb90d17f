import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `saliency [CLASS] [method …]`: what each pixel says for a class.
enum SaliencyCommand: Command {
    static let name = "saliency"
    static let summary = "draws what each pixel does for the logit of a class, by way of gradients"
    static let signature = Signature(
        [.optional("CLASS", .classLabel, "a class by name or number, the most probable one where nothing is said")],
        clauses: [
            .clause(
                "method", "METHOD", .choice(AttributionMethod.allCases.map(\.rawValue)),
                "how pixels are attributed, 'gradient' where nothing is said"),
            .clause(
                "steps", "N", .integer(1...10_000), "even steps of 'integrated'; as many and as long as its sum takes where nothing is said"
            ),
            .clause(
                "baseline", "PICTURE", .choice(Baseline.allCases.map(\.rawValue)), "where 'integrated' begins, 'zero' where nothing is said"
            ),
            .clause("samples", "N", .integer(1...10_000), "noisy pictures of 'smoothgrad', 25 where nothing is said"),
            .clause("noise", "SHARE", .number(0...10), "their noise as a share of the input's range, 0.15 where nothing is said"),
            .clause("seed", "N", .integer(0...Int(Int32.max)), "begins the noise, 0 where nothing is said"),
            .clause(
                "channels", "HOW", .choice(ChannelReduction.allCases.map(\.rawValue)),
                "how the channels of a pixel become one number, 'max' or 'sum' as the method has it where nothing is said"),
            .clause("over", "WHAT", .choice(["image"]), "lays the map over the picture, instead of beside it"),
        ] + EvidenceView.clauses + [EvidenceView.sizeClause])
    static let examples = [
        Example("saliency", "the gradient of the most probable class", after: "load digits; load digit-7"),
        Example("saliency 3 method guided over image", "guided backpropagation of another", after: "load digits; load digit-7"),
        Example("saliency method integrated baseline black", "attributions that add up", after: "load digits; load digit-7"),
        Example("saliency method smoothgrad samples 8 seed 1", "less noise, by noise", after: "load digits; load digit-7"),
    ]

    /// Where the path of integrated gradients begins.
    enum Baseline: String, CaseIterable {
        case zero, black, white
    }

    /// The share of the pixels whose numbers go beyond the ends of the colors: a few would leave the rest dark.
    private static let clippedShare = 0.01

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let method = arguments.text("method").flatMap(AttributionMethod.init) ?? .gradient
        try checkClauses(arguments, method)
        let target = try EvidenceTarget(arguments, in: session)
        let specimen = try session.lab.specimen(in: session)
        let reduction = arguments.text("channels").flatMap(ChannelReduction.init) ?? (method.sumsToLogit ? .sum : .max)
        let baseline = try baselineTensor(arguments, in: session)
        let attribute = { (specimen: Specimen, control: RunControl) in
            try compute(method, arguments, of: target.number, in: specimen, baseline: baseline, control: control)
        }
        let attribution = try session.reporting(method.title) { try attribute(specimen, $0) }
        let map = try attribution.map(reduction)
        let view = EvidenceView(session: session, arguments: arguments, target: target)
        try view.show(
            map,
            EvidenceView.Drawing(
                title: "\(method.title) of the logit of \(target.title)", place: "", facts: facts(attribution, reduction, arguments),
                isOverPicture: arguments.has("over"), isSigned: reduction == .sum, clippedShare: clippedShare,
                sizeInPixels: arguments.integer("size")))
        try session.control.checkCancellation()
        try view.check(map, of: specimen) { try attribute($0, $1).map(reduction) }
        return .tensor(attribution.values)
    }

    /// Clauses of another method would be left out in silence.
    private static func checkClauses(_ arguments: Arguments, _ method: AttributionMethod) throws {
        let owners: [(String, AttributionMethod)] = [
            ("steps", .integrated), ("baseline", .integrated), ("samples", .smoothgrad), ("noise", .smoothgrad), ("seed", .smoothgrad),
        ]
        for (clause, owner) in owners where arguments.has(clause) && method != owner {
            throw arguments.error("'\(clause)' goes with 'method \(owner.rawValue)', found 'method \(method.rawValue)'", at: clause)
        }
    }

    private static func compute(
        _ method: AttributionMethod, _ arguments: Arguments, of classNumber: Int, in specimen: Specimen, baseline: Tensor?,
        control: RunControl
    ) throws -> Attribution {
        switch method {
        case .integrated:
            return try IntegratedGradients(of: classNumber, in: specimen, baseline: baseline)
                .attribution(steps: arguments.integer("steps"), control: control)
        case .smoothgrad:
            return try SmoothGrad(
                sampleCount: arguments.integer("samples") ?? 25, noiseShare: arguments.number("noise") ?? 0.15,
                seed: UInt64(arguments.integer("seed") ?? 0)
            ).attribution(of: classNumber, in: specimen, control: control)
        default:
            return try Attribution.gradient(method, of: classNumber, in: specimen, control: control)
        }
    }

    /// The picture that integrated gradients begin at, as the network sees it; `nil` for zero.
    private static func baselineTensor(_ arguments: Arguments, in session: Session) throws -> Tensor? {
        guard let kind = arguments.text("baseline").flatMap(Baseline.init), kind != .zero else { return nil }
        let preprocessing = try session.lab.requireModel().preprocessing
        let (height, width) = (preprocessing.heightInPixels, preprocessing.widthInPixels)
        let samples = [UInt8](repeating: kind == .white ? 255 : 0, count: height * width * 3)
        return preprocessing.tensor(from: Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples))
    }

    /// What a caption says of how the numbers came to be.
    private static func facts(_ attribution: Attribution, _ reduction: ChannelReduction, _ arguments: Arguments) -> [String] {
        var facts = [reduction.title]
        let (done, asked) = attribution.samples
        let count = done == asked ? "\(done)" : "\(done) of \(asked)"
        if attribution.method == .smoothgrad {
            let noise = NumberFormat.short(Float(arguments.number("noise") ?? 0.15))
            facts.append("\(count) samples, noise \(noise) of the range, seed \(arguments.integer("seed") ?? 0)")
        }
        if let completeness = attribution.completeness {
            let kind = arguments.has("steps") ? "even" : "uneven"
            facts.append("\(count) \(kind) steps from \(arguments.text("baseline") ?? Baseline.zero.rawValue)")
            let (sum, difference) = (Float(completeness.sum), Float(completeness.difference))
            facts.append(
                "sum \(NumberFormat.short(sum)) for a gain of \(NumberFormat.short(difference))"
                    + (completeness.error.isFinite ? " (\(NumberFormat.significant(completeness.error * 100, digits: 2)) % off)" : ""))
        }
        return facts
    }
}
