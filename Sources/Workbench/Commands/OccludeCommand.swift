import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `occlude [CLASS] [size N] [stride N]`: what a class loses when a part of the picture is covered.
enum OccludeCommand: Command {
    static let name = "occlude"
    static let summary = "covers the picture part by part and draws what the logit of a class loses"
    static let signature = Signature(
        [.optional("CLASS", .classLabel, "a class by name or number, the most probable one where nothing is said")],
        clauses: [
            .clause("method", "METHOD", .choice(Method.allCases.map(\.rawValue)), "how it is covered, 'squares' where nothing is said"),
            .clause("size", "N", .size, "the side of a square in pixels of the network's input, a seventh of it where nothing is said"),
            .clause("stride", "N", .size, "pixels from one square to the next, half a square where nothing is said"),
            .clause("masks", "N", .integer(1...100_000), "random masks of 'rise', 1000 where nothing is said"),
            .clause("cells", "N", .integer(1...64), "cells a side of such a mask, 7 where nothing is said"),
            .clause("seed", "N", .integer(0...Int(Int32.max)), "begins the masks, 0 where nothing is said"),
        ] + EvidenceView.clauses)
    static let examples = [
        Example("occlude size 8 stride 4", "squares over the most probable class", after: "load digits; load digit-7"),
        Example("occlude 3 size 8", "what another class would lose", after: "load digits; load digit-7"),
        Example("occlude method rise masks 40 seed 1", "random masks instead", after: "load digits; load digit-7"),
    ]

    /// Ways to cover a picture.
    enum Method: String, CaseIterable {
        case squares, rise
    }

    /// Squares along a side where no size is asked for, and squares that overlap where no stride is.
    private static let (squaresPerSide, squaresPerStride) = (7, 2)

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let method = arguments.text("method").flatMap(Method.init) ?? .squares
        try checkClauses(arguments, method)
        let target = try EvidenceTarget(arguments, in: session)
        let specimen = try session.lab.specimen(in: session)
        let view = EvidenceView(session: session, arguments: arguments, target: target)
        switch method {
        case .squares: return try cover(specimen, arguments, view, in: session)
        case .rise: return try mask(specimen, arguments, view, in: session)
        }
    }

    /// Clauses of the other method would be left out in silence.
    private static func checkClauses(_ arguments: Arguments, _ method: Method) throws {
        for clause in method == .rise ? ["size", "stride"] : ["masks", "cells", "seed"] where arguments.has(clause) {
            let owner = method == .rise ? Method.squares : .rise
            throw arguments.error(
                "'\(clause)' goes with 'method \(owner.rawValue)', found 'method \(method.rawValue)'", at: clause)
        }
    }

    private static func cover(
        _ specimen: Specimen, _ arguments: Arguments, _ view: EvidenceView, in session: Session
    ) throws -> Value? {
        let preprocessing = try session.lab.requireModel().preprocessing
        let (height, width) = (preprocessing.heightInPixels, preprocessing.widthInPixels)
        let side = max(1, min(height, width) / squaresPerSide)
        let size = arguments.size("size") ?? GridSize(rows: side, columns: side)
        let stride =
            arguments.size("stride")
            ?? GridSize(rows: max(1, size.rows / squaresPerStride), columns: max(1, size.columns / squaresPerStride))
        let occlusion = { (specimen: Specimen) in
            try Occlusion(
                specimen, classIndex: view.target.number, size: (size.rows, size.columns), stride: (stride.rows, stride.columns))
        }
        let map = { (result: OcclusionResult) in result.map(height: height, width: width, square: (size.rows, size.columns)) }
        let drawing = { (result: OcclusionResult) in Self.drawing(of: result, size, stride, view) }
        var live = LiveFigure(session)
        let result = try arguments.located(at: arguments.has("size") ? "size" : "stride") {
            try session.reporting("occluding") { control in
                try occlusion(specimen).run(control: control) { result in
                    try live.show { try view.figure(of: map(result), drawing(result)) }
                }
            }
        }
        try view.show(map(result), drawing(result))
        try session.control.checkCancellation()
        try view.check(map(result), of: specimen) { try map(occlusion($0).run(control: $1)) }
        return .tensor(result.logitDrops)
    }

    private static func drawing(
        of result: OcclusionResult, _ size: GridSize, _ stride: GridSize, _ view: EvidenceView
    ) -> EvidenceView.Drawing {
        let count = result.doneCount == result.positionCount ? "\(result.doneCount)" : "\(result.doneCount) of \(result.positionCount)"
        let facts = [
            "\(count) squares of \(size.rows)x\(size.columns) every \(stride.rows)x\(stride.columns), filled with zero",
            "the mean loss over the squares at a pixel", work(of: result),
        ]
        return EvidenceView.Drawing(
            title: "what the logit of \(view.target.title) loses", place: "", facts: facts, isOverPicture: true, isSigned: true)
    }

    /// How much was computed of what whole runs would be.
    private static func work(of result: OcclusionResult) -> String {
        let share = Double(result.multiplyAdds) / Double(max(1, result.naiveMultiplyAdds)) * 100
        return "\(NumberFormat.fixed(share, places: 0)) % of the multiply-adds of whole runs"
    }

    private static func mask(
        _ specimen: Specimen, _ arguments: Arguments, _ view: EvidenceView, in session: Session
    ) throws -> Value? {
        let masks = RandomizedMasks(
            count: arguments.integer("masks") ?? 1000, cells: arguments.integer("cells") ?? 7,
            seed: UInt64(arguments.integer("seed") ?? 0))
        let result = try session.reporting("masking") { try masks.map(of: view.target.number, in: specimen, control: $0) }
        let (done, asked) = result.masks
        let facts = [
            "\(done == asked ? "\(done)" : "\(done) of \(asked)") masks of \(masks.cells)x\(masks.cells) cells, half of them open, "
                + "seed \(masks.seed)",
            "the mean probability while a pixel is seen",
        ]
        try view.show(
            result.map,
            EvidenceView.Drawing(title: "RISE of \(view.target.title)", place: "", facts: facts, isOverPicture: true, isSigned: false))
        try session.control.checkCancellation()
        try view.check(result.map, of: specimen) { try masks.map(of: view.target.number, in: $0, control: $1).map }
        return .tensor(result.map)
    }
}
