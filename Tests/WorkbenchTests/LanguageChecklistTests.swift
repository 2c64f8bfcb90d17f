import Testing
import Workbench

/// What the language promises, feature by feature: the check list of its design as scripts.
struct LanguageChecklistTests {
    /// A promise, a script that uses it, and the last line that comes out; an error's line begins with `error: `.
    struct Promise: CustomTestStringConvertible, Sendable {
        let feature: String
        let script: String
        let last: String

        init(_ feature: String, _ script: String, _ last: String) {
            (self.feature, self.script, self.last) = (feature, script, last)
        }

        var testDescription: String { feature }
    }

    static let lexical = [
        Promise("a comment ends with its line", "say a # b", "a"), Promise("'#' inside a word is a character", "say a#b", "a#b"),
        Promise("a line feed ends a statement", "1\n2", "Out[1]: 2"), Promise("';' ends a statement", "1; 2", "Out[1]: 2"),
        Promise("a bracket continues the line", "[1,\n2]", "Out[1]: [1, 2]"),
        Promise("a brace continues the line", "if true {\n5\n}", "Out[1]: 5"),
        Promise("a quote continues the line", "say 'a\nb'", "b"), Promise("a backslash continues the line", "say a \\\n b", "a b"),
        Promise("blanks after the backslash do not matter", "say a \\  \n b", "a b"),
        Promise("double quotes know escapes", #"say "a\tb\\\"""#, "a\tb\\\""), Promise("single quotes know none", #"say 'a\tb'"#, #"a\tb"#),
        Promise("a variable in a word", "let n = 3; say layer-$n.x", "layer-3.x"), Promise("an expression in a word", "say (2 * 3)", "6"),
        Promise("a cell mark is a comment", "# %% title\n7", "Out[1]: 7"),
        Promise("a Markdown cell is text", "# %% [markdown]\n# *hello*", "*hello*"),
        Promise("cells are numbered", "# %%\n1\n# %%\n2", "Out[2]: 2"),
        Promise("letters of any language", "let größe = 2; größe", "Out[1]: 2"),
    ]

    static let statements = [
        Promise("let", "let x = 1 + 1; x", "Out[1]: 2"), Promise("for over a range", "for i in 1..3 { i }", "Out[1]: 3"),
        Promise("for over a list", "for w in [\"a\", \"b\"] { say $w }", "b"),
        Promise("for over rows", "for r in [[1, 2], [3, 4]] { r }", "Out[1]: [3, 4]"),
        Promise("if", "if 1 < 2 { say yes } else { say no }", "yes"),
        Promise("else if", "if false { 1 } else if true { 2 } else { 3 }", "Out[1]: 2"),
        Promise("else on its own line", "if false { 1 }\nelse { 2 }", "Out[1]: 2"),
        Promise("def", "def twice(x) { x * 2 }\ntwice(4)", "Out[1]: 8"),
        Promise("recursion", "def fact(n) { if n < 2 { 1 } else { n * fact(n - 1) } }\nfact(5)", "Out[1]: 120"),
        Promise("a definition's names are its own", "let x = 1; def f() { let x = 2; x }\nf(); x", "Out[1]: 1"),
        Promise("expect within", "expect [1, 2] == [1.0001, 2] within 0.001; say held", "held"),
        Promise("an expectation that fails", "expect 1 == 2", "error: expected '1 == 2'; left is 1, right is 2"),
        Promise("endless recursion ends", "def f(n) { f(n) }\nf(1)", "error: expected at most 400 evaluations inside one another"),
        Promise(
            "a string does not grow without bound", "let s = \"a\"; for i in 1..40 { let s = s + s }",
            "error: expected strings of at most 1048576 bytes together, found more"),
        Promise(
            "a list does not grow without bound", "let l = [\"a\"]; for i in 1..40 { let l = [l, l] }",
            "error: expected at most 65536 values, 8 lists deep, found more"),
    ]

    static let expressions = [
        Promise("numbers", "1.5e3 + .5", "Out[1]: 1500.5"), Promise("strings", "\"a\" + 'b'", "Out[1]: ab"),
        Promise("truth", "true and not false", "Out[1]: true"),
        Promise("a matrix", "shape([[1,0,-1],[2,0,-2],[1,0,-1]])", "Out[1]: [3, 3]"),
        Promise("a range includes both ends", "sum(0..3)", "Out[1]: 6"),
        Promise("an empty range", "count(3..1)", "Out[1]: 0"), Promise("broadcasting", "sum([1, 2] * [[1], [10]])", "Out[1]: 33"),
        Promise(
            "shapes that do not broadcast", "[1, 2] + [1, 2, 3]",
            "error: expected shapes that are the same, or 1 or missing, along each axis from the last, found [2] and [3]"),
        Promise("comparison by element", "[1, 5] > 2", "Out[1]: [0, 1]"), Promise("precedence", "-2 ^ 2 + 3 * 2 % 4", "Out[1]: -2"),
        Promise("right to left", "2 ^ 3 ^ 2", "Out[1]: 512"), Promise("an index", "[5, 6, 7][1]", "Out[1]: 6"),
        Promise("from the end", "[5, 6, 7][-1]", "Out[1]: 7"),
        Promise("a slice", "[5, 6, 7][1..2]", "Out[1]: [6, 7]"), Promise("an open slice", "[5, 6, 7][1..]", "Out[1]: [6, 7]"),
        Promise("an axis as a whole", "[[1, 2], [3, 4]][.., 1]", "Out[1]: [2, 4]"),
        Promise("positions", "[5, 6, 7][[2, 0]]", "Out[1]: [7, 5]"),
        Promise("an index that is not there", "[5][3]", "error: expected an index from -1 to 0, found 3"),
        Promise("arguments by name", "clip([1, 9], high = 5, low = 2)", "Out[1]: [2, 5]"),
        Promise("the last value", "6 * 7; _ + 1", "Out[1]: 43"),
        Promise("a cell's value", "# %%\n5\n# %%\n6\n# %%\n_1 + _2", "Out[3]: 11"), Promise("division by zero", "1 / 0", "Out[1]: inf"),
        Promise("'and' looks no further than it must", "false and nonsense", "Out[1]: false"),
    ]

    static let values = [
        Promise("image", "shape(image)", "Out[1]: [28, 28, 3]"), Promise("input", "shape(input)", "Out[1]: [1, 1, 28, 28]"),
        Promise("maps of the current layer", "layer conv2; shape(maps)", "Out[1]: [16, 14, 14]"),
        Promise("maps of another", "shape(maps(\"conv1\"))", "Out[1]: [8, 28, 28]"),
        Promise("a map by its index", "layer conv1; shape(maps[7])", "Out[1]: [28, 28]"),
        Promise("filters", "shape(filters(\"conv2\"))", "Out[1]: [16, 8, 5, 5]"),
        Promise("bias", "shape(bias(\"conv2\"))", "Out[1]: [16]"), Promise("logits", "argmax(logits)", "Out[1]: 7"),
        Promise("probabilities", "round(sum(probabilities))", "Out[1]: 1"), Promise("labels", "labels[7]", "Out[1]: 7"),
        Promise("model", "model", "Out[1]: digits"),
        Promise("fields as numbers", "rf(\"conv2\")", "Out[1]: 14"), Promise("costs as numbers", "parameters(\"conv1\")", "Out[1]: 208"),
        Promise(
            "convolution by hand is the layer's",
            "expect conv2d(input, filters(\"conv1\"), padding = 2)[0, 3] + bias(\"conv1\")[3] == maps(\"conv1\")[3] within 1e-5; say same",
            "same"),
        Promise("rectification by hand is the layer's", "expect relu(maps(\"conv1\")) == maps(\"relu1\"); say same", "same"),
        Promise("pooling by hand is the layer's", "expect pool(maps(\"relu1\"), 2) == maps(\"pool1\"); say same", "same"),
        Promise("softmax by hand is the network's", "expect softmax(logits) == probabilities within 1e-6; say same", "same"),
    ]

    @Test(arguments: lexical + statements + expressions)
    func `the language keeps its promise`(promise: Promise) {
        #expect(Self.lastLine(promise.script) == promise.last)
    }

    @Test(arguments: values)
    func `values of a network are what they are called`(promise: Promise) {
        #expect(Self.lastLine("load digits; load digit-7\n" + promise.script) == promise.last)
    }

    @Test func `several errors of a script are told at once, and nothing of it runs`() {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(!session.execute("say first\nlet = 3\nfor x { }\nsay \"open\\q\"\n1 +"))
        let outputs = transcript.takeOutputs()
        let diagnostics = outputs.compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic.message } else { nil } }
        #expect(diagnostics.count == 4 && outputs.count == 4)
    }

    /// The last line that a script yields, without the lines that only explain an error.
    private static func lastLine(_ script: String) -> String? {
        let lines = Transcript.run(script).lines
        return lines.first { $0.hasPrefix("error: ") } ?? lines.last
    }
}
