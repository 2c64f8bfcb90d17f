import Imaging
import Testing
import Workbench

struct ConvolveTests {
    /// Presses keys, one after each figure, and keeps what was shown.
    private final class Player: Stepper {
        private var keys: [Character]
        private(set) var captions: [String] = []
        private(set) var hints: [String] = []
        private(set) var isOpen = false

        init(_ keys: String) { self.keys = Array(keys) }

        func begin() { isOpen = true }
        func end() { isOpen = false }

        func key(after figure: Figure, hint: String) -> Character? {
            captions.append(figure.caption)
            hints.append(hint)
            return keys.isEmpty ? nil : keys.removeFirst()
        }
    }

    private func play(_ line: String, _ keys: String) -> (player: Player, lines: [String]) {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute("load digits; load digit-7"))
        _ = transcript.take()
        let player = Player(keys)
        session.stepper = player
        session.execute(line)
        return (player, transcript.take())
    }

    /// The numbers after `step` in captions.
    private func steps(_ captions: [String]) -> [String] {
        captions.compactMap { $0.firstMatch(of: /step (\d+) of/).map { String($0.1) } }
    }

    @Test(arguments: [
        ("convolve conv1:3", "  b", ["1", "2", "3", "2"]), ("convolve conv1:3", "jjk", ["1", "29", "57", "29"]),
        ("convolve conv1:3", "Ggb", ["1", "784", "1", "1"]), ("convolve conv1:3@12,14", "n", ["351", "352"]),
        ("convolve conv1:3", "fff r ", ["1", "1", "1", "1", "9", "9", "13"]),
    ])
    func `keys go from step to step`(line: String, keys: String, expected: [String]) {
        let (player, lines) = play(line, keys)
        #expect(steps(player.captions) == expected)
        #expect(!player.isOpen)
        #expect(steps(lines) == [expected[expected.count - 1]])
    }

    @Test func `a setting that does not fit is refused and leaves the kernel where it is`() {
        let (player, _) = play("convolve conv2:5 pad 0 dilation 3", "D ")
        #expect(player.captions.count == 3)
        #expect(player.captions[1].contains("dilation 3") && player.hints[1].contains("expected a kernel that fits"))
    }

    @Test(arguments: [
        ("convolve relu1", "expected a convolution over maps, found 'relu1' (Relu)"), ("convolve conv1:8", "no channel 8 in 'conv1'"),
        ("convolve conv1:3@40,0", "no place @40,0 in an output of 28x28"), ("convolve conv1:3 step 785", "no step 785: there are 784"),
        ("convolve conv1:3 steps 5..2", "expected steps such as '1..4', found '5..2'"),
        ("convolve conv1:3 steps 1..500", "expected at most 64 steps, found 500"), ("convolve conv1:3 steps 1", "expected steps such as"),
        ("convolve conv2:5 over gray", "expected a kernel for the channels of maps 1x28x28"),
        ("convolve with (3)", "expected a kernel of rows and columns"),
        ("convolve conv1:3 with ([[1]])", "expected a filter or a kernel, found both"),
        ("convolve with ([[1, 2], [3, 4]]) dilation 64", "expected a kernel that fits into the padded maps"),
    ])
    func `what cannot slide is said`(line: String, message: String) {
        let (succeeded, lines) = Transcript.run("load digits; load digit-7; \(line)")
        #expect(!succeeded)
        #expect(lines.contains { $0.contains("error: \(message)") }, "\(lines.joined(separator: "\n"))")
    }

    @Test func `the output is the layer's own map`() {
        let source = "load digits; load digit-7; convolve conv2:5; expect _ == maps(\"conv2\")[5] within 0.00001"
        #expect(Transcript.run(source).succeeded)
    }

    @Test func `a kernel slides over one color`() {
        let (succeeded, lines) = Transcript.run(
            "load digit-7; convolve with ([[1, 1], [1, 1]]) over red step 1; expect shape(_) == [27, 27]")
        #expect(succeeded && lines.contains { $0.hasPrefix("kernel over red, step 1 of 729") })
    }
}
