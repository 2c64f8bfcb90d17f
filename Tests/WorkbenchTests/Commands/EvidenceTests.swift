import Imaging
import Testing
import Workbench

/// `cam`, `saliency` and `occlude`, on the network that is part of the program.
struct EvidenceTests {
    private static let setup = "load digits; load digit-7; "

    private func outputs(_ source: String) -> (succeeded: Bool, outputs: [Output]) {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(Self.setup))
        _ = transcript.takeOutputs()
        return (session.execute(source), transcript.takeOutputs())
    }

    private func figure(_ source: String) throws -> Figure {
        let (succeeded, outputs) = outputs(source)
        #expect(succeeded)
        let figures = outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
        return try #require(figures.last)
    }

    @Test(arguments: [
        ("cam", ["Grad-CAM of '7' (7) at pool2: 7x7 over the picture", "the positive part", "logit 7.9", "probability 99.8"]),
        ("cam 2 signed", ["Grad-CAM of '2' (2)", "diverging, scale symmetric"]),
        ("cam method eigencam of conv1", ["Eigen-CAM at conv1: 28x28"]), ("cam method scorecam top 3", ["3 of 16 channels weighed"]),
        ("cam smooth", ["28x28 over the picture", "drawn bilinearly from 7x7"]),
        ("saliency", ["gradient of the logit of '7' (7): 28x28", "greatest magnitude over channels"]),
        ("saliency 3 channels norm scale each", ["'3' (3)", "scale each", "norm over channels"]),
        ("saliency method integrated steps 50", ["50 even steps from zero", "signed sum over channels", "% off"]),
        ("saliency method smoothgrad samples 2 seed 5", ["2 samples, noise 0.15 of the range, seed 5"]),
        ("occlude size 7 stride 7", ["what the logit of '7' (7) loses: 28x28", "16 squares of 7x7 every 7x7"]),
        ("occlude method rise masks 20", ["RISE of '7' (7): 28x28", "20 masks of 7x7 cells"]),
        ("ablate conv1:3; cam", ["edited: ablate conv1:3"]),
    ])
    func `captions say what was computed`(line: String, parts: [String]) throws {
        let caption = try figure(line).caption
        for part in parts { #expect(caption.contains(part), "\(caption)") }
    }

    @Test(arguments: ["cam", "saliency method guided", "occlude size 8"])
    func `text says where the weight lies`(line: String) throws {
        let lines = try figure(line).textTwin
        #expect(lines.contains { $0.contains("peak ") && $0.contains("@") })
        #expect(lines.contains { $0.contains("center of mass at row ") })
    }

    @Test(arguments: [
        ("cam of fc1", "expected maps [1, C, H, W], found the shape 1x64 at 'fc1'"), ("cam 12", "no class 12"),
        ("saliency noise 0.1", "'noise' goes with 'method smoothgrad', found 'method gradient'"),
        ("occlude masks 3", "'masks' goes with 'method rise', found 'method squares'"),
        ("occlude size 40", "expected a square within the input"), ("saliency steps 0", "expected a whole number from 1 to 10000"),
    ])
    func `what does not fit is refused`(line: String, message: String) {
        let (succeeded, outputs) = outputs(line)
        #expect(!succeeded)
        let messages = outputs.compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic.message } else { nil } }
        #expect(messages.contains { $0.contains(message) }, "\(messages)")
    }

    @Test func `checks give areas and similarities`() {
        let tables = outputs("cam check sanity independent").outputs.compactMap { if case .table(let table) = $0 { table } else { nil } }
        #expect(tables.count == 2)
        #expect(tables.first?.rows.last?.first == "area" && tables.first?.rows.count == 12)
        #expect(tables.last?.rows.map(\.first) == ["fc2", "fc1", "conv2", "conv1"])
    }
}
