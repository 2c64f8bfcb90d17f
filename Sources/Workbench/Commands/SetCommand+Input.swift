import Imaging
import Language

/// `set input` and `set labels`: what belongs to the current model rather than to the session.
extension SetCommand {
    /// The clauses of `set input`.
    static let inputClauses: [Clause] = [
        .clause("mean", "NUMBER", .number(-1e6...1e6), "what is taken from each channel, in their order, or from all", repeated: true),
        .clause("std", "NUMBER", .number(0...1e6), "what each channel is divided by then", repeated: true),
        .clause(
            "range", "TOP", .choice(["1", "255"]),
            "the scale of mean and std: samples of 0 to 1, or of 0 to 255; where nothing is said, 1 if no number is above it"),
        .clause("order", "ORDER", .choice(Preprocessing.ChannelOrder.allCases.map(\.rawValue)), "the order of the channels"),
        .clause("size", "SIZE", .size, "height and width"),
        .clause("short", "N", .integer(1...largestSide), "the shorter side that a picture is scaled to before its middle is cut"),
        .clause("fit", "FIT", .choice(Preprocessing.Fit.allCases.map(\.rawValue)), "how a picture of another aspect comes to that size"),
        .clause("filter", "FILTER", .choice(ResamplingFilter.allCases.map(\.rawValue)), "how pictures are scaled"),
        .clause("layout", "LAYOUT", .choice(Preprocessing.Layout.allCases.map(\.rawValue)), "where the channels stand in the tensor"),
    ]

    /// Pixels of the longer side that a picture may be brought to.
    private static let largestSide = 4096

    /// Changes how pictures come to the network, or shows it where nothing is stated.
    static func setInput(_ arguments: Arguments, in session: Session) throws {
        let loaded = try arguments.located(at: "NAME") { try session.lab.requireModel() }
        if let size = arguments.size("size"), max(size.rows, size.columns) > largestSide {
            throw arguments.error("expected a size up to \(largestSide)x\(largestSide), found \(size.rows)x\(size.columns)", at: "size")
        }
        if let word = arguments.value("VALUE")?.description {
            guard word == "auto" else {
                throw arguments.error("expected 'auto' or clauses such as 'order bgr', found '\(word)'", at: "VALUE")
            }
            try session.lab.use(preprocessing: nil)
        } else if inputClauses.contains(where: { arguments.has($0.keyword) }) {
            let wishes = InputWishes(arguments)
            try arguments.located(at: "NAME") {
                try session.lab.use(preprocessing: try wishes.applied(to: loaded.model.preprocessing))
            }
        }
        session.emit(.text("input: \(inputText(in: session))"))
    }

    /// Names the classes of the current network: by a file, by a set of the catalog, or as the model itself does.
    static func setLabels(_ arguments: Arguments, in session: Session) throws {
        guard let word = arguments.value("VALUE")?.description else {
            session.emit(.text("labels: \(labelsText(in: session))"))
            return
        }
        try arguments.located(at: "VALUE") {
            if word == "auto" {
                try session.lab.useOwnLabels()
                session.emit(.text("labels: \(labelsText(in: session))"))
            } else {
                try LoadCommand.loadLabels(UserPath.expanded(word), in: session)
            }
        }
    }

    static func inputText(in session: Session) -> String { session.lab.model?.preprocessing.sentence ?? "auto" }

    static func labelsText(in session: Session) -> String {
        guard let loaded = session.lab.model else { return "auto" }
        return loaded.labels.map { "\($0.count) names" } ?? "none"
    }
}
