import Exploration
import Imaging
import Language
import Tensors

/// A formula about channels, such as `sparsity > 0.95 and max > 2`: what it needs to know of each, and what it says of one.
struct ChannelQuery {
    private let evaluator: ExpressionEvaluator
    let condition: Expression?
    /// What channels are sorted by, the greatest first.
    let key: Expression?
    /// What channels are correlated with.
    let references: [ChannelSurvey.Reference]
    /// The arguments of `corr`, as typed.
    let referenceNames: [String]
    /// Which reference the argument of a call is, by where it stands.
    private let referenceIndices: [Int: Int]
    let asksForDuplicates: Bool

    /// The names that a formula may use of a channel.
    static let names = ["dead", "duplicate", "energy", "index", "max", "mean", "min", "sparsity", "std"]

    init(_ arguments: Arguments, in session: Session) throws {
        let evaluator = ExpressionEvaluator(session: session, source: arguments.source)
        self.evaluator = evaluator
        condition = arguments.expression("where")
        key = arguments.expression("sort")
        var references: [ChannelSurvey.Reference] = []
        var names: [String] = []
        var indices: [Int: Int] = [:]
        var asks = false
        for part in [condition, key].compactMap({ $0 }).flatMap(\.parts) {
            if case .name("duplicate") = part.kind { asks = true }
            guard case .call(let function, let given) = part.kind, function.text == "corr", given.count == 1 else { continue }
            let argument = given[0].value
            if let known = names.firstIndex(of: arguments.source[argument.range]) {
                indices[argument.range.start] = known
                continue
            }
            indices[argument.range.start] = references.count
            references.append(try evaluator.at(argument.range) { try Self.reference(argument, evaluator) })
            names.append(arguments.source[argument.range])
        }
        (self.references, referenceNames, referenceIndices, asksForDuplicates) = (references, names, indices, asks)
    }

    private static func reference(_ argument: Expression, _ evaluator: ExpressionEvaluator) throws -> ChannelSurvey.Reference {
        if case .name("image") = argument.kind { return .picture }
        let lab = evaluator.session.lab
        switch try evaluator.evaluate(argument) {
        case .string(let text): return try channel(text, lab)
        case .address(let address): return try channel("\(address)", lab)
        case let value:
            let planes = try Planes(value.tensor())
            if planes.count == 1 { return .plane(planes.tensor.part(0)) }
            guard planes.layout == .picture, planes.count == 3 else {
                throw ValueError.unexpected(expected: "a plane [H, W], a picture or a channel", found: "a tensor \(planes.tensor.shape)")
            }
            let (red, green, blue) = (planes.tensor.part(0).floats, planes.tensor.part(1).floats, planes.tensor.part(2).floats)
            return .plane(
                Tensor([planes.height, planes.width], red.indices.map { 0.299 * red[$0] + 0.587 * green[$0] + 0.114 * blue[$0] }))
        }
    }

    private static func channel(_ word: String, _ lab: Lab) throws -> ChannelSurvey.Reference {
        let place = try lab.place(word)
        guard let channel = place.channel, place.layer.hasChannels else {
            throw Diagnostic("expected a channel such as 'conv1:3', found '\(word)'")
        }
        guard channel < place.layer.channelCount else {
            throw LabError.noSuchChannel(channel, layer: place.layer.name, count: place.layer.channelCount)
        }
        return .channel(value: place.layer.valueName, channel: channel)
    }

    // MARK: - One channel

    /// Whether a channel is looked for.
    func accepts(_ channel: Int, _ summary: ChannelSummary) throws -> Bool {
        guard let condition else { return true }
        let evaluator = evaluator(for: channel, summary)
        return try evaluator.at(condition.range) { try evaluator.evaluate(condition).truth() }
    }

    /// What the channel is sorted by.
    func sortKey(_ channel: Int, _ summary: ChannelSummary) throws -> Double? {
        guard let key else { return nil }
        let evaluator = evaluator(for: channel, summary)
        return try evaluator.at(key.range) { try evaluator.evaluate(key).number() }
    }

    private func evaluator(for channel: Int, _ summary: ChannelSummary) -> ExpressionEvaluator {
        var evaluator = evaluator
        let statistics = summary.statistics
        evaluator.locals = [
            "dead": .boolean(summary.isDead), "duplicate": .boolean(summary.duplicate != nil), "energy": .number(Double(statistics.energy)),
            "index": .number(Double(channel)), "max": .number(Double(statistics.maximum)), "mean": .number(Double(statistics.mean)),
            "min": .number(Double(statistics.minimum)), "sparsity": .number(Double(statistics.sparsity)),
            "std": .number(Double(statistics.standardDeviation)),
        ]
        evaluator.localCall = { [referenceIndices] name, arguments in
            guard name.text == "corr", arguments.count == 1, let index = referenceIndices[arguments[0].value.range.start] else {
                return nil
            }
            return .number(summary.correlations[index])
        }
        return evaluator
    }
}

extension Expression {
    /// The formula and all formulas in it.
    fileprivate var parts: [Expression] {
        var parts: [Expression] = []
        var pending = [self]
        while let part = pending.popLast() {
            parts.append(part)
            switch part.kind {
            case .number, .string, .boolean, .name: break
            case .list(let elements): pending += elements
            case .range(let lower, let upper): pending += [lower, upper].compactMap { $0 }
            case .unary(_, let operand): pending.append(operand)
            case .binary(_, let left, let right): pending += [left, right]
            case .call(_, let arguments): pending += arguments.map(\.value)
            case .index(let base, let indices): pending += [base] + indices
            }
        }
        return parts
    }
}
