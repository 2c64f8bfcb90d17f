import Inference
import Language

/// `tune`: measures the ways to compute the current network's convolutions, for all plans to come.
enum TuneCommand: Command {
    static let name = "tune"
    static let summary = "measures which way computes each convolution of the network fastest here, and keeps that for later runs"
    static let signature = Signature()
    static let examples = [Example("tune", "which way is the fastest, layer by layer", after: "load digits; load digit-7")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let specimen = try session.lab.specimen(in: session)
        let contests = try session.reporting("measuring convolutions") { control in
            try specimen.engine.convolutionContests(
                specimen.network, feed: specimen.feed, wanted: [specimen.logitsName], control: control)
        }
        let place = try session.lab.tuning.keep(contests)
        session.show(table(of: contests, specimen.network.layers.all, threadCount: specimen.engine.threadCount, place: place))
        if session.control.isCancelled { throw RunCancelled() }
        return nil
    }

    private static func table(of contests: [ConvolutionContest], _ layers: [Layer], threadCount: Int, place: String) -> Table {
        let names = Dictionary(layers.flatMap { [($0.name, $0.name), ($0.fullName, $0.name)] }, uniquingKeysWith: { first, _ in first })
        let rows = contests.map { contest in
            [names[contest.layer] ?? contest.layer, description(of: contest.geometry)]
                + ConvolutionWay.allCases.map { contest.durations[$0].map(milliseconds) ?? "" } + [
                    contest.usual.rawValue, contest.winner.rawValue,
                ]
        }
        let columns: [Table.Column] =
            [.left("first layer"), .left("convolution")] + ConvolutionWay.allCases.map { .right("\($0.rawValue), ms") }
            + [.left("usual"), .left("kept")]
        let others = contests.count { $0.winner != $0.usual }
        let caption =
            "\(contests.count) kind\(contests.count == 1 ? "" : "s") of convolutions on \(threadCount) thread\(threadCount == 1 ? "" : "s"), "
            + "\(others) with another way than usual; \(place)"
        return Table(columns, rows: rows, caption: caption)
    }

    /// `64 x 56x56 to 64, 3x3 stride 1`
    private static func description(of geometry: ConvolutionGeometry) -> String {
        "\(geometry.channelCount) x \(geometry.input[0])x\(geometry.input[1]) to \(geometry.filterCount), "
            + "\(geometry.kernel[0])x\(geometry.kernel[1]) stride \(geometry.strides[0])"
    }

    private static func milliseconds(_ duration: Duration) -> String {
        "\(Value.number((duration / .milliseconds(1) * 1000).rounded() / 1000))"
    }
}
