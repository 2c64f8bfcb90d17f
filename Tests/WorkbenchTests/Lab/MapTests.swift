import Foundation
import Imaging
import TestSupport
import Testing
import Workbench

/// What is computed for a figure, what its caption says, and which places can be named.
struct MapTests {
    private static let setup = "load digits; load digit-7\n"

    /// The figures that a line shows, after the setup.
    private func figures(_ line: String) -> [Figure] {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        #expect(session.execute(line), "\(line)")
        return transcript.takeOutputs().compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    }

    @Test func `maps cost their own layer once`() throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        let work = { (line: String) -> String? in
            _ = transcript.take()
            session.execute("time \(line)")
            return transcript.take().last?.split(separator: "; ").last.map(String.init)
        }
        // 8 filters of 5x5 over 28x28.
        #expect(work("show maps of conv1") == "1 operation, 156,800 multiply-adds")
        #expect(work("show maps of conv1") == "nothing computed, all cached")
        #expect(work("show map 3 of conv1 over image") == "nothing computed, all cached")
        // What follows starts from conv1's maps: 16 filters of 8x5x5 over 14x14.
        #expect(work("show maps of conv2") == "3 operations, 627,200 multiply-adds")
        #expect(work("grid 2x2 of conv2 sort energy") == "nothing computed, all cached")
        session.execute("load digit-3")
        #expect(work("show maps of conv1") == "1 operation, 156,800 multiply-adds")
    }

    @Test(arguments: [
        ("show maps of conv1", "maps of conv1: 8 shown, each 28x28, enlarged"),
        ("show maps of conv1 top 4", "maps of conv1: 4 of 8 shown, each 28x28"),
        ("grid 2x3 of conv2 sort energy size 14", "maps of conv2 by energy: 6 of 16 shown, each 14x14, viridis, scale each, range "),
        ("show maps of conv1 scale shared colormap magma size 28", "maps of conv1: 8 shown, each 28x28, magma, scale shared, range "),
        ("show maps of conv1 scale 0..1 size 28", "maps of conv1: 8 shown, each 28x28, viridis, scale 0..1, range "),
        ("show maps of fc1", "maps of fc1: 64 shown, each 1x1"),
        ("show filters of conv1", "filters of conv1: 8 shown, each 5x5"),
        ("show filters of conv2 top 2", "filters of conv2 (mean over 8 channels): 2 of 16 shown, each 5x5"),
        ("show map 3 of conv1", "conv1:3: 28x28"), ("show map :3 of conv1", "conv1:3: 28x28"),
        ("show maps of conv1:3", "conv1:3: 28x28"), ("layer conv1; show map :3", "conv1:3: 28x28"),
        ("show map 3 of 0", "conv1:3: 28x28"),
        ("show map 3 of conv1 over image", "conv1:3: 28x28 over the picture, viridis, scale each, range "),
        ("show histogram of conv1:3", "histogram of conv1:3: 784 numbers in"),
        ("show histogram of conv1", "histogram of conv1: 6272 numbers in"),
        ("show image", "digit-7: 28x28x1, 0..255"), ("show channels", "channels of digit-7: gray, each 28x28"),
        ("show pixels @4,6 size 12", "pixels of digit-7 @4,6: 12x12 of 28x28"), ("pixels", "pixels of digit-7 @10,10: 8x8 of 28x28"),
        ("let x = [1, 2, 3]; show $x", "$x: 1x3"), ("show ([[1, -2]])", "([[1, -2]]): 1x2"),
        ("show (maps(\"conv1\"))", "(maps(\"conv1\")): 8 shown, each 28x28"),
    ])
    func `a caption says what is shown`(line: String, beginning: String) {
        let figures = figures(line)
        #expect(figures.count == 1)
        #expect(figures.first?.caption.hasPrefix(beginning) == true, "\(figures.map(\.caption))")
        #expect(figures.first?.textTwin.isEmpty == false)
    }

    @Test(arguments: [
        ("show maps of 1", "maps of 1: 1 shown, each 28x28"), ("show map 0 of 1", "1:0: 28x28"),
        ("show maps 0 of 1 over image", "1:0: 28x28 over the picture"), ("grid 1x1 of 1", "maps of 1: 1 shown, each 28x28"),
        ("show stage 1", "maps of 1: 1 layer, 1 shown, "),
    ])
    func `one channel is one map, not as many as it has rows`(line: String, beginning: String) {
        let figures = figures("net one \"c3 c3\" size 28 channels 1; \(line)")
        #expect(figures.last?.caption.hasPrefix(beginning) == true, "\(figures.map(\.caption))")
    }

    @Test func `the range of a caption is that of the tensor`() throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup + "show maps of conv1; let x = maps(\"conv1\"); say range (min(x)) .. (max(x))")
        let lines = transcript.take()
        let caption = try #require(lines.first { $0.hasPrefix("maps of conv1") })
        let said = try #require(lines.last)
        let numbers = { (text: String) in text.replacing("..", with: " ").split(separator: " ").compactMap { Float($0) } }
        let range = try #require(caption.range(of: "range "))
        let (shown, exact) = (numbers(String(caption[range.upperBound...])), numbers(said))
        #expect(shown.count == 2 && exact.count == 2)
        for (a, b) in zip(shown, exact) { #expect(abs(a - b) <= 1e-3 * abs(b)) }
    }

    @Test func `maps are what the language computes of the same weights`() {
        let script = """
            let byhand = conv2d(input, filters("conv1"), padding = 2) + reshape(bias("conv1"), [8, 1, 1])
            expect byhand[0] == maps("conv1") within 0.0001
            expect relu(maps("conv1")) == maps("relu1")
            expect pool(maps("relu1"), 2) == maps("pool1")
            expect softmax(logits) == probabilities within 0.000001
            """
        #expect(Transcript.run(Self.setup + script).succeeded)
    }

    @Test(arguments: [
        ("¦show maps", "no layer is current"), ("show maps of ¦conv9", "no layer 'conv9' in 'digits'"),
        ("show map ¦8 of conv1", "no channel 8 in 'conv1', which has 8"),
        ("show ¦map of conv1", "expected the number of a map after 'map'"),
        ("show ¦maps of conv1 over image", "expected the number of a map after 'maps'"),
        ("show map ¦conv1 of conv1", "expected the number of a map"),
        ("show histogram of ¦conv*", "expected one layer, found 2 that fit 'conv*'"), ("show ¦mpas of conv1", "expected 'image'"),
        ("show filters of ¦relu1", "'relu1' (Relu) has no filters"), ("show maps of conv1 top ¦0", "expected a whole number"),
        ("show maps of conv1 colormap ¦magna", "expected a color map, found 'magna'"), ("show ¦$nothing", "no variable 'nothing'"),
        ("pixels ¦@28,0", "@28,0 lies outside the picture of 28x28"), ("pixels ¦:3", "expected a place such as '@12,20', found ':3'"),
        ("grid ¦4y8", "expected a size such as '8x8' or '8', found '4y8'"), ("layer ¦convv1", "no layer 'convv1' in 'digits'"),
        ("show maps of ¦conv1:9", "no channel 9 in 'conv1', which has 8"),
    ])
    func `what cannot be shown is said at its word`(marked: String, message: String) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        let mark = try #require(marked.firstIndex(of: "¦"))
        #expect(diagnostic.range?.start == marked[..<mark].utf8.count)
    }

    @Test func `next and previous go along the layers and stop at their ends`() throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(Self.setup)
        let layers = try #require(session.lab.model).network.layers.all
        for layer in layers {
            #expect(session.execute("layer next"))
            #expect(session.lab.currentLayer?.name == layer.name)
        }
        #expect(!session.execute("layer next"))
        #expect(session.lab.currentLayer?.name == layers.last?.name)
        #expect(session.execute("layer previous"))
        #expect(session.lab.currentLayer?.name == layers.dropLast().last?.name)
        #expect(session.execute("layer 0"))
        #expect(!session.execute("layer previous"))
    }
}
