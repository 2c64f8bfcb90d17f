import Tensors
import TestSupport
import Testing
import Workbench

/// Every function against the formula it stands for, on random numbers.
struct FunctionTests {
    struct Reduction: Sendable {
        let name: String
        let formula: @Sendable ([Double]) -> Double

        init(_ name: String, _ formula: @escaping @Sendable ([Double]) -> Double) { (self.name, self.formula) = (name, formula) }
    }

    struct Elementwise: Sendable {
        let source: String
        let formula: @Sendable (Float) -> Float

        init(_ source: String, _ formula: @escaping @Sendable (Float) -> Float) { (self.source, self.formula) = (source, formula) }
    }

    private static let x: Tensor = .random([3, 5, 4], in: -2...2, seed: 7)

    private func evaluate(_ source: String, x: Tensor = Self.x, y: Tensor = Self.x) -> [Float] {
        let session = Transcript().session()
        session.variables = ["x": .tensor(x), "y": .tensor(y)]
        session.execute(source)
        return (try? session.lastResult.tensor().floats) ?? []
    }

    private func expectClose(_ found: [Float], _ expected: [Float], _ source: String) {
        #expect(found.count == expected.count, "\(source)")
        for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-5 * max(1, abs(b)), "\(source)") }
    }

    @Test(arguments: [
        Reduction("sum", { $0.reduce(0, +) }), Reduction("mean", { $0.reduce(0, +) / Double($0.count) }),
        Reduction("min", { $0.min() ?? 0 }),
        Reduction("max", { $0.max() ?? 0 }), Reduction("norm", { $0.map { $0 * $0 }.reduce(0, +).squareRoot() }),
        Reduction(
            "std",
            { numbers in
                let mean = numbers.reduce(0, +) / Double(numbers.count)
                return (numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(numbers.count)).squareRoot()
            }
        ),
        Reduction("argmax", { numbers in Double(numbers.firstIndex(of: numbers.max() ?? 0) ?? 0) }),
        Reduction("argmin", { numbers in Double(numbers.firstIndex(of: numbers.min() ?? 0) ?? 0) }),
    ])
    func `a reduction is its formula, of all and along every axis`(reduction: Reduction) {
        let (name, formula) = (reduction.name, reduction.formula)
        let numbers = Self.x.floats.map { Double($0) }
        expectClose(evaluate("\(name)(x)"), [Float(formula(numbers))], name)
        var along: [[Float]] = [[], [], []]
        for h in 0..<5 { for w in 0..<4 { along[0].append(Float(formula((0..<3).map { numbers[($0 * 5 + h) * 4 + w] }))) } }
        for c in 0..<3 { for w in 0..<4 { along[1].append(Float(formula((0..<5).map { numbers[(c * 5 + $0) * 4 + w] }))) } }
        for c in 0..<3 { for h in 0..<5 { along[2].append(Float(formula((0..<4).map { numbers[(c * 5 + h) * 4 + $0] }))) } }
        for axis in 0..<3 { expectClose(evaluate("\(name)(x, \(axis))"), along[axis], "\(name) along \(axis)") }
        expectClose(evaluate("\(name)(x, axis = -1)"), along[2], "\(name) along -1")
    }

    @Test(arguments: [
        Elementwise("abs(x)", { abs($0) }), Elementwise("relu(x)", { max($0, 0) }), Elementwise("x ^ 2", { $0 * $0 }),
        Elementwise("clip(x, -1, 0.5)", { min(max($0, -1), 0.5) }),
        Elementwise("round(x)", { $0.rounded(.toNearestOrEven) }), Elementwise("log(exp(x))", { $0 }),
        Elementwise("sqrt(x * x)", { abs($0) }),
        Elementwise("sigmoid(x) * (1 + exp(-x))", { _ in 1 }), Elementwise("tanh(x) * (exp(x) + exp(-x)) - exp(x) + exp(-x)", { _ in 0 }),
        Elementwise("x > 0", { $0 > 0 ? 1 : 0 }), Elementwise("not (x > 0)", { $0 > 0 ? 0 : 1 }),
        Elementwise("x > -1 and x < 1", { $0 > -1 && $0 < 1 ? 1 : 0 }),
        Elementwise("x < -1 or x > 1", { $0 < -1 || $0 > 1 ? 1 : 0 }), Elementwise("-x + 2 * x", { $0 }),
        Elementwise("x % 1", { $0 - $0.rounded(.down) }),
        Elementwise("x / 2 - x", { -$0 / 2 }), Elementwise("reshape(transpose(transpose(x)), [3, 5, 4])", { $0 }),
        Elementwise("reshape(x, [-1])", { $0 }),
    ])
    func `elements are computed one by one`(elementwise: Elementwise) {
        expectClose(evaluate(elementwise.source), Self.x.floats.map(elementwise.formula), elementwise.source)
    }

    @Test(
        arguments: [
            ("softmax([1, 1, 1, 1])", [0.25, 0.25, 0.25, 0.25]), ("softmax([1000, 1000])", [0.5, 0.5]),
            ("softmax([[0, 0], [0, 5]], 0)", [0.5, 0.0066928509, 0.5, 0.9933071]), ("sort([3, 1, 2])", [1, 2, 3]),
            ("sort([3, 1, 2], true)", [3, 2, 1]), ("sort([[2, 1], [4, 3]])", [1, 2, 3, 4]), ("top([5, 9, 7, 9], 3)", [1, 3, 2]),
            ("top([1, 0 / 0, 2], 5)", [2, 0, 1]), ("shape([[1, 2, 3], [4, 5, 6]])", [2, 3]), ("transpose([[1, 2], [3, 4]])", [1, 3, 2, 4]),
            ("transpose([[1, 2, 3]], [1, 0])", [1, 2, 3]), ("count([0, 1, 2, 0])", [2]), ("count([\"a\", \"b\"])", [2]),
            ("any([0, 0, 1])", [1]), ("any([0, 0])", [0]), ("all([1, 2])", [1]), ("all([1, 0])", [0]), ("corr([1, 2, 3], [2, 4, 6])", [1]),
            ("corr([1, 2, 3], [3, 2, 1])", [-1]), ("channel([[[1, 2]], [[3, 4]]], 1)", [3, 4]),
            ("gray([[[10, 20]], [[30, 40]], [[50, 60]]])", [26.3, 36.3]), ("gray([[1, 2]])", [1, 2]),
            ("shape(gray(random([8, 6, 3])))", [8, 6]), ("pool([[1, 2, 3, 4], [5, 6, 7, 8]], 2)", [6, 8]),
            ("pool([[1, 2, 3, 4], [5, 6, 7, 8]], 2, \"mean\")", [3.5, 5.5]), ("pool([[1, 2, 3], [4, 5, 6]], 2, stride = 1)", [5, 6]),
            ("conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])", [-4, -4, -4, -4]),
            ("conv2d([[1, 2], [3, 4]], [[1]], stride = 2)", [1]),
            ("conv2d([[1, 2], [3, 4]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]], padding = 1)", [10, 10, 10, 10]),
            ("conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, 1]], dilation = 2)", [10]),
            ("resize([[1, 3]], 1, 1)", [2]), ("resize([[1, 3]], 1, 4)", [1, 1.5, 2.5, 3]),
            ("resize([[1, 2], [3, 4]], 4, filter = \"nearest\")[.., 0]", [1, 1, 3, 3]),
            ("resize([[1, 2, 3, 4]], 1, 4)", [1, 2, 3, 4]), ("seed(3); let a = random([4]); seed(3); a - random([4])", [0, 0, 0, 0]),
            ("min(random([1000])) >= 0 and max(random([1000])) < 1", [1]), ("[10, 20, 30][top([1, 5, 3], 2)]", [20, 30]),
            ("(1..5)[1..2]", [2, 3]), ("sum(1..100)", [5050]), ("[1, 2, 3] + [[10], [20]]", [11, 12, 13, 21, 22, 23]),
        ] as [(String, [Float])])
    func `a function of known numbers yields known numbers`(source: String, expected: [Float]) {
        let found = evaluate(source)
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-5) }
    }

    @Test func `a convolution is the sum over channels and window`() {
        let kernel: Tensor = .random([2, 3, 3, 2], seed: 8)
        let found = evaluate("conv2d(x, y, stride = 2, padding = 1)", y: kernel)
        var expected: [Float] = []
        for o in 0..<2 {
            for row in 0..<3 {
                for column in 0..<3 {
                    var sum: Float = 0
                    for c in 0..<3 {
                        for i in 0..<3 {
                            for j in 0..<2 {
                                let (y, x) = (row * 2 - 1 + i, column * 2 - 1 + j)
                                guard (0..<5).contains(y), (0..<4).contains(x) else { continue }
                                sum += kernel.floats[((o * 3 + c) * 3 + i) * 2 + j] * Self.x.floats[(c * 5 + y) * 4 + x]
                            }
                        }
                    }
                    expected.append(sum)
                }
            }
        }
        expectClose(found, expected, "conv2d")
    }

    @Test(arguments: [
        ("mean()", "expected 'x' in mean(x, axis?), found nothing"), ("mean(1, 2, 3)", "expected mean(x, axis?), found 3 arguments"),
        ("mean([1], 5)", "expected an axis from -1 to 0, found 5"), ("mean(\"a\")", "expected numbers, found a string"),
        ("mean(x = 1, x = 2)", "expected mean(x, axis?), found 'x ='"), ("min([])", "expected numbers, found an empty list"),
        ("random([100000, 100000])", "expected at most 67108864 elements, found 10000000000"),
        ("random([1e14, 1e14])", "expected at most 67108864 elements, found more than can be counted"),
        ("random([-1, 2])", "expected at most 67108864 elements, found more than can be counted"),
        ("reshape([1, 2, 3], [2, -1])", "expected a shape of as many elements, found [3] and [2, 1]"),
        ("conv2d([[1]], [[1, 2]])", "expected a side of at least 2 with its padding, found 1"),
        ("conv2d([1], [[1]])", "expected a plane [H, W], maps [C, H, W] or a picture [H, W, 3], found a tensor [1]"),
        ("clip(1, 2, 0)", "expected 'low' not above 'high', found 2"), ("pool([[1]], 0)", "expected 'size' from 1 to 1024, found 0"),
        ("pool([[1]], 1, \"sum\")", "expected 'max' or 'mean', found 'sum'"),
        ("channel([[1]], 3)", "expected an index from -1 to 0, found 3"),
        ("transpose([[1]], [0, 0])", "expected every axis from 0 to 1 once, found [0, 0]"),
        ("[1, 2] + [1, 2, 3]", "expected shapes that are the same, or 1 or missing, along each axis from the last, found [2] and [3]"),
        ("[[1, 2], [3]]", "expected parts of one shape between brackets, found [2] and [1]"),
        ("[1, 2][5]", "expected an index from -2 to 1, found 5"),
        ("[1, 2][0, 0]", "expected at most 1 indices, found 2"), ("[1, 2][0.5]", "expected a whole number, found 0.5"),
        ("5[0]", "expected a tensor or a list to index, found a number"), ("\"a\" - \"b\"", "expected numbers, found strings"),
        ("\"a\" * 2", "expected a number, found a string"), ("sum(0..1e12)", "expected at most 67108864 elements, found 1000000000001"),
    ])
    func `what does not fit is said`(source: String, message: String) {
        let lines = Transcript.run(source).lines
        #expect(lines.first == "error: \(message)")
    }
}
