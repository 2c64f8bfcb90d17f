import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

@Suite struct NetworkTextTests {
    private func network(_ text: String, axisCount: Int = 2, side: Int = 64) throws -> Network {
        let settings = NetworkText(axisCount: axisCount, size: [Int](repeating: side, count: axisCount))
        let graph = try settings.graph(text, name: "text")
        return try Network(graph, inputShapes: ["input": Shape([1, settings.inputChannelCount] + settings.size)])
    }

    private func problem(_ text: String) -> NetworkTextError? {
        #expect(throws: NetworkTextError.self) { try NetworkText(size: [64, 64]).graph(text, name: "text") }
    }

    @Test(arguments: [
        ("c3*3", "Conv 3x3, Conv 3x3, Conv 3x3"),
        ("c7s2 p3s2 (c1 c3 c1)*2", "Conv 7x7 /2, MaxPool 3x3 /2, Conv 1x1, Conv 3x3, Conv 1x1, Conv 1x1, Conv 3x3, Conv 1x1"),
        ("p2 a2 g", "MaxPool 2x2 /2, AveragePool 2x2 /2, GlobalAveragePool"),
        ("c3d2 c1x7 c3x3s2x1 r", "Conv 3x3 d2, Conv 1x7, Conv 3x3 /2x1, Relu"),
        ("c3 [c3 c3 | ]", "Conv 3x3, Conv 3x3, Conv 3x3, Add"),
        ("[c3 | ]", "Conv 3x3, Concat"),
        ("c3 [c1 & c3 & ]", "Conv 3x3, Conv 1x1, Conv 3x3, Concat"),
        ("c3 [c1 | c3 | c5]", "Conv 3x3, Conv 1x1, Conv 3x3, Conv 5x5, Sum"),
        ("c3 =a c3 +a", "Conv 3x3, Conv 3x3, Add"),
        ("c3 =a c3 @a c1", "Conv 3x3, Conv 3x3, Conv 1x1"),
        ("c3o8 c3g8o8", "Conv 3x3, Conv 3x3 depthwise"),
        ("c3((c1)c5)", "Conv 3x3, Conv 1x1, Conv 5x5"),
        ("c3s2 u2", "Conv 3x3 /2, Resize"),
    ])
    func `a text is its layers, named by their numbers`(text: String, kinds: String) throws {
        let layers = try network(text).layers.all
        #expect(layers.map(\.kind).joined(separator: ", ") == kinds)
        #expect(layers.map(\.name) == (1...layers.count).map(String.init))
    }

    @Test(arguments: 1...9, [1, 2, 3]) func `windows keep as many positions as strides leave`(kernel: Int, stride: Int) throws {
        for (dilation, side) in [(1, 17), (2, 17), (3, 32)] {
            let shape = try network("c\(kernel)s\(stride)d\(dilation)", side: side).layers.all[0].outputShape
            #expect(shape == [1, 4, (side + stride - 1) / stride, (side + stride - 1) / stride])
        }
    }

    @Test func `padding that is stated is what there is`() throws {
        let layers = try network("c3w0 p2s1w0 a3w0 c5w4").layers.all
        #expect(layers.map { $0.outputShape[2] } == [62, 61, 20, 24])
    }

    @Test(arguments: [1, 2, 3]) func `the input has as many axes as were asked for`(axisCount: Int) throws {
        let network = try network("c3 p2 u2 [c3 | ] g", axisCount: axisCount, side: 8)
        #expect(network.layers.all.last?.outputShape == Shape([1, 4] + [Int](repeating: 1, count: axisCount)))
    }

    @Test func `a pyramid has a level for each resolution, found by name`() throws {
        let network = try network("c7s2 p3s2 c3*2 c3s2 c3s2 c3s2 fpn", side: 128)
        for (name, stride) in [("p2", 4), ("p3", 8), ("p4", 16), ("p5", 32)] {
            let level = try #require(network.layers.named(name))
            #expect(level.outputShape == [1, 4, 128 / stride, 128 / stride])
            #expect(level.totalStride == Double(stride))
            #expect(level.kind == "Conv 3x3")
        }
        #expect(network.layers.all.count == 7 + 4 + 3 * 2 + 4)
    }

    @Test func `a pyramid over named values is the same written out`() throws {
        let short = try network("c3s2 =a c3s2 =b c3s2 =c fpn(a b c)")
        let long = try network("c3s2 =a c3s2 =b c3s2 =c c1 =t @b c1 =l @t u2 +l =m @a c1 =k @m u2 +k =n @t c3 @m c3 @n c3")
        func kinds(_ network: Network) -> [String] { network.layers.all.map { "\($0.kind) \($0.outputShape)" }.sorted() }
        #expect(kinds(short) == kinds(long))
    }

    @Test func `a seed determines the weights, and layers of one shape differ`() throws {
        func weights(_ seed: UInt64) throws -> [String: [Float]] {
            try NetworkText(size: [8, 8], weights: .random(seed: seed)).graph("c3*3", name: "text").constants.mapValues(\.floats)
        }
        #expect(try weights(1) == weights(1))
        #expect(try weights(1) != weights(2))
        let three = try weights(1)
        #expect(three["2.weight"] != three["3.weight"])
    }

    @Test func `random weights keep the size of what flows through`() throws {
        let network = try network("c3o16*12", side: 24)
        let run = try Engine(threadCount: 1).run(network, feed: Feed(["input": .random([1, 3, 24, 24], seed: 5)]), wanted: ["12"])
        let deviation = try #require(run.values["12"]).statistics.standardDeviation
        #expect(deviation > 0.02 && deviation < 20)
    }

    // MARK: - Errors

    @Test(arguments: [
        ("", 0..<0, "expected a layer such as 'c3s2', found none"),
        ("c3 q5", 3..<4, "expected a layer such as 'c3s2', found 'q'"),
        ("c", 1..<2, "expected a number after 'c', found the end of the text"),
        ("c3s", 3..<4, "expected a number after 's', found the end of the text"),
        ("c0", 1..<2, "expected a number from 1 to 255, found 0"),
        ("c3 p999999999999999999999", 4..<25, "expected a number from 1 to 255, found 999999999999…"),
        ("c3s2s2", 4..<5, "expected 's' once, found it again"),
        ("a3d2", 2..<3, "expected 's' or 'w' after 'a3', found 'd'"),
        ("c3p2", 2..<3, "expected 's', 'd', 'w', 'o' or 'g' after 'c3', found 'p'"),
        ("c3 (c1", 3..<4, "expected ')' to close '(', found the end of the text"),
        ("c3 )", 3..<4, "found ')', which closes nothing"),
        ("c3 ()", 3..<5, "expected layers in '( )', found none"),
        ("c3 [c1 | c1 & c1]", 12..<13, "expected one of '|' and '&' between the branches, found both"),
        ("c3*0", 3..<4, "expected a number from 1 to 1000, found 0"),
        ("c3 [c3s2 | ]", 3..<12, "expected branches of one size, found 32x32 and 64x64"),
        ("c3 =a @b", 6..<8, "expected 'a', found 'b'"),
        ("c3 +b", 3..<5, "expected a name that '=' has given before, found 'b'"),
        ("c3 =", 4..<5, "expected a name after '=', found the end of the text"),
        ("c3x3x3", 0..<6, "expected one number or 2, one for each axis, found 3"),
        ("c255w0", 0..<6, "expected a window that fits into the map of 64x64, found 255x255"),
        ("c3g2", 0..<4, "expected groups that divide 3 and 4 channels, found 2"),
        ("c3 fpn", 3..<6, "expected at least 2 resolutions for a feature pyramid, found 1"),
        ("c3 c3s4 fpn", 8..<11, "expected levels of a pyramid that halve the size, found 64x64 and 16x16"),
        ("u255*9", 0..<6, "expected at most 268435456 numbers in a layer's output, found more"),
        ("c3 é", 3..<5, "expected a layer such as 'c3s2', found 'é'"),
    ])
    func `an error says what was expected and points at it`(text: String, range: Range<Int>, message: String) {
        let error = problem(text)
        #expect(error?.description == message)
        #expect(error?.range == range)
    }

    @Test func `nothing goes on forever`() {
        #expect(problem("((c1*1000)*1000)*1000")?.problem == .tooManyLayers(limit: 4000))
        #expect(problem("(((=a)*1000)*1000)*1000")?.problem == .tooManyLayers(limit: 4000))
        #expect(problem(String(repeating: "(", count: 100_000))?.problem == .tooLong(limit: 1 << 16))
        #expect(problem(String(repeating: "[", count: 1000))?.problem == .tooDeep(limit: 32))
        #expect(problem("c255o4096 c255o4096")?.problem == .tooManyWeights(limit: 1 << 27))
    }

    @Test(arguments: 0..<8) func `whatever is written, it is a network or an error inside the text`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "c3", "c1", "c7s2", "p2", "p3s2", "a2", "u2", "g", "r", "c3d2", "(", ")", "*2", "*", "[", "|", "&", "]", "=a", "@a", "+a",
            "fpn",
            "fpn(a", " ", " ", " ", "x3", "s2", "w0", "o8", "g2", "9", "é", "\u{0}", "-",
        ]
        for _ in 0..<150 {
            let text = (0..<Int.random(in: 1...16, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            do {
                let graph = try NetworkText(size: [32, 32]).graph(text, name: "text")
                #expect(throws: Never.self, "\(text)") { try Network(graph, inputShapes: ["input": [1, 3, 32, 32]]) }
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.utf8.count + 1, "\(text)")
                #expect(!error.description.isEmpty)
            }
        }
    }
}
