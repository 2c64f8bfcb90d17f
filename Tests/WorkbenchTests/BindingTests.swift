import Imaging
import Language
import Testing
import Workbench

/// A command with parameters of every kind.
private enum DrawCommand: Command {
    static let name = "draw"
    static let summary = "draws something"
    static let signature = Signature(
        [
            .required("WHAT", .choiceOrValue(["maps", "filters", "map"]), "what"), .optional("N", .integer(0...999), "which"),
            .optional("PLACE", .address, "where"),
        ],
        clauses: [
            .clause("of", "LAYER", .layer, "the layer"), .clause("top", "N", .count, "how many"),
            .clause("size", "RxC", .size, "how large"),
            .clause("scale", "HOW", .scaling, "range"), .clause("colormap", "NAME", .colormap, "colors"),
            .clause("where", "CLAIM", .expression, "which"), .clause("method", "NAME", .choice(["cam", "gradcam"]), "how"),
            .clause("with", "PLACE", .address, "others", repeated: true), .clause("by", "X", .number(0...10), "factor"),
            .flag("measure", "proves it"),
        ])
    static let examples: [Example] = []
    static func run(_ arguments: Arguments, in session: Session) throws -> Value? { nil }
}

private enum LoadLikeCommand: Command {
    static let name = "fetch"
    static let summary = "fetches something"
    static let signature = Signature(
        [.optional("KIND", .choice(["model", "image"]), "kind"), .required("WHAT", .source, "what")],
        clauses: [.clause("size", "N", .size, "how large"), .clause("to", "PATH", .file(extensions: ["png"]), "where", required: true)])
    static let examples: [Example] = []
    static func run(_ arguments: Arguments, in session: Session) throws -> Value? { nil }
}

struct BindingTests {
    private func bind(_ line: String) throws -> Arguments {
        let commands: [any Command.Type] = [DrawCommand.self, LoadLikeCommand.self]
        let vocabulary = Vocabulary(Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0.signature.syntax) }))
        let source = SourceText(line)
        let (program, diagnostics) = Parser.parse(source, vocabulary: vocabulary)
        if let first = diagnostics.first { throw first }
        guard case .command(let verb, let words)? = program.statements.first?.kind,
            let command = commands.first(where: { $0.name == verb.text })
        else { throw Diagnostic("no command in the test") }
        let session = Transcript().session()
        session.variables = ["n": .number(7), "layer": .string("layer3"), "x": .boolean(true)]
        return try ArgumentBinder(command: command, evaluator: ExpressionEvaluator(session: session, source: source)).bind(words, to: verb)
    }

    @Test func `words and clauses are bound in any order`() throws {
        let bound = try bind("draw maps 17 @3,4 top 5 of layer2.0.conv1 size 8x4 scale -1..2.5 colormap magma measure by 0.5 method cam")
        #expect(bound.text("WHAT") == "maps")
        #expect(bound.integer("N") == 17)
        #expect(bound.address("PLACE") == Address(row: 3, column: 4))
        #expect(bound.integer("top") == 5)
        #expect(bound.text("of") == "layer2.0.conv1")
        #expect(bound.size("size") == GridSize(rows: 8, columns: 4, isSquareByDefault: false))
        #expect(bound.scaling("scale") == .range(-1, 2.5))
        #expect(bound.text("colormap") == "magma")
        #expect(bound.has("measure"))
        #expect(bound.number("by") == 0.5)
        #expect(bound.text("method") == "cam")
    }

    @Test func `variables and expressions stand for their values`() throws {
        let bound = try bind("draw maps $n of $layer.conv1 top (n * 2) size $n")
        #expect(bound.integer("N") == 7)
        #expect(bound.text("of") == "layer3.conv1")
        #expect(bound.integer("top") == 14)
        #expect(bound.size("size")?.rows == 7)
        guard case .boolean(true)? = try bind("draw $x").value("WHAT") else { throw Diagnostic("expected the variable's value") }
    }

    @Test func `an expression clause is handed on unevaluated`() throws {
        let bound = try bind("draw maps where sparsity > 0.95 and max > 2 top 3")
        #expect(bound.expression("where") != nil)
        #expect(bound.integer("top") == 3)
    }

    @Test func `optional words are passed over where they do not fit`() throws {
        let bound = try bind("draw maps conv1:3 with a:1 b:2 top 3")
        #expect(bound.integer("N") == nil)
        #expect(bound.address("PLACE") == Address(layer: "conv1", channel: 3))
        #expect(bound.addresses("with").map(\.description) == ["a:1", "b:2"])
    }

    @Test(
        arguments: [
            ("fetch model x to y", "model", "x"), ("fetch model to y", nil, "model"), ("fetch cat.png size 3 to y", nil, "cat.png"),
            ("fetch \"image\" image to y", "image", "image"),
        ] as [(String, String?, String)])
    func `an optional word before a required one takes what it knows`(line: String, kind: String?, what: String) throws {
        let bound = try bind(line)
        #expect(bound.text("KIND") == kind)
        #expect(bound.text("WHAT") == what)
    }

    /// `¦` marks where the caret must stand and is no part of the source.
    @Test(
        arguments: [
            ("¦draw", "expected 'maps', 'filters', 'map' or '$variable' after 'draw', found the end of the line", "usage"),
            ("draw ¦mpas", "expected 'maps', 'filters', 'map' or '$variable', found 'mpas'", "did you mean 'maps'?"),
            ("fetch x ¦siez 3 to y", "expected 'size' or 'to', found 'siez'", "did you mean 'size'?"),
            ("draw maps top ¦many", "expected a whole number from 1 to 1000000, found 'many'", nil),
            ("draw maps top ¦0", "expected a whole number from 1 to 1000000, found '0'", nil),
            ("draw maps size ¦8x", "expected a size such as '8x8' or '8', found '8x'", nil),
            ("draw maps size ¦99999999999999999999", "expected a size such as '8x8' or '8', found '99999999999999999999'", nil),
            (
                "draw maps scale ¦eahc", "expected 'each', 'shared', 'symmetric' or a range such as '0..1', found 'eahc'",
                "did you mean 'each'?"
            ),
            ("draw maps with ¦a:b", "expected a channel number after ':', found ':b'", nil),
            ("draw maps by ¦11", "expected a number from 0.0 to 10.0, found '11'", nil),
            ("draw maps ¦of", "expected a layer after 'of', found the end of the line", nil),
            ("draw maps of ¦$nothing", "no variable 'nothing'", nil),
            ("fetch ¦x", "expected 'to' after 'x', found the end of the line", "usage"),
            ("draw maps method ¦gradcm", "expected 'cam' or 'gradcam', found 'gradcm'", "did you mean 'gradcam'?"),
        ] as [(String, String, String?)])
    func `a word that does not fit is named`(marked: String, message: String, help: String?) throws {
        let mark = try #require(marked.firstIndex(of: "¦"))
        do {
            _ = try bind(marked.replacing("¦", with: ""))
            Issue.record("bound")
        } catch let diagnostic as Diagnostic {
            #expect(diagnostic.message == message)
            #expect(diagnostic.range?.start == marked[..<mark].utf8.count)
            if let help { #expect(diagnostic.help?.hasPrefix(help) == true) }
        }
    }

    @Test func `the usage line comes from the signature`() {
        #expect(Help.usage(of: LoadLikeCommand.self) == "fetch [model|image] WHAT [size N] to PATH")
    }
}
