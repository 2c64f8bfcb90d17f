import Language
import Testing

struct ParserTests {
    @Test(
        arguments: [
            ("1 + 2 * 3", "(1 + (2 * 3))"),
            ("(1 + 2) * 3", "((1 + 2) * 3)"),
            ("1 - 2 - 3", "((1 - 2) - 3)"),
            ("2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"),
            ("2 ** -3", "(2 ^ (- 3))"),
            ("-2 ^ 2 * 3", "((- (2 ^ 2)) * 3)"),
            ("not a == b and c or d", "(((not (a == b)) and c) or d)"),
            ("0..n - 1", "(0..(n - 1))"),
            (".5 + 1e-3 + 2.5E2", "((0.5 + 0.001) + 250)"),
            ("x[17]", "x[17]"),
            ("x[0, 10..20]", "x[0,(10..20)]"),
            ("x[10.., ..5, ..][-1]", "x[(10..),(..5),(..)][(- 1)]"),
            ("[[1, 0, -1], [2,],]", "[[1,0,(- 1)],[2]]"),
            ("conv2d(image, [[1]], stride = 2)", "conv2d(image,[[1]],stride=2)"),
            ("f()", "f()"),
            ("\"a\\n\\\"b\\\\\" + 'c\\d'", "(«a\n\"b\\» + «c\\d»)"),
            ("true and _3 > _", "(true and (_3 > _))"),
            ("größe * 2", "(größe * 2)"),
            ("[1,\n 2, # two\n 3]", "[1,2,3]"),
            ("1 + \\\n 2", "(1 + 2)"),
            ("scale(1)", "scale(1)"),
            ("x [1]", nil),
        ] as [(String, String?)])
    func `an expression becomes its tree`(source: String, expected: String?) {
        let (program, diagnostics) = Parser.parse(SourceText(source), vocabulary: vocabulary)
        #expect(diagnostics.isEmpty == (expected != nil))
        if let expected { #expect(TreeText.of(program) == expected) }
    }

    @Test(arguments: [
        ("show maps of layer2.0.conv1 sort energy top 16", "show! maps of layer2.0.conv1 sort energy top 16"),
        ("load my\\ cat.png", "load! my cat.png"),
        ("load \"my cat.png\" 'x y'", "load! «my cat.png» «x y»"),
        ("say don't; say 'a;b'", "say! don't ; say! «a;b»"),
        ("show $x (1 + 2) $y.png", "show! $x <(1 + 2)> [$y+.png]"),
        ("show (a)(b) x(1)", "show! [<a>+<b>] x(1)"),
        ("show maps # of the stem", "show! maps"),
        ("say a#b $5", "say! a#b $5"), ("load digit-$d.$e \\$n a\\$b", "load! [digit-+$d+.+$e] $n a$b"),
        ("show maps \\\n top 3", "show! maps top 3"),
        ("show (1 +\n 2) top 3", "show! <(1 + 2)> top 3"),
        ("find layer3.* where sparsity > 0.95 and max > 2 sort max", "find! layer3.* where <((sparsity > 0.95) and (max > 2))> sort max"),
        ("time show maps; time 1 + 2", "time! {show! maps} ; time! {(1 + 2)}"),
        ("time let x = 3", "time! {let x = 3}"),
        ("layer @12,20", "layer! @12,20"), ("show maps \\ \t \r\n of a", "show! maps of a"), ("say a\\ b", "say! a b"),
        ("scale (1)", "scale! <1>"),
        ("show", "show!"),
        ("\r\n load a\r\n\tload b\r\n", "load! a ; load! b"),
        ("say 'two\nlines'", "say! «two\nlines»"),
    ])
    func `a command becomes its words`(source: String, expected: String) {
        let (program, diagnostics) = Parser.parse(SourceText(source), vocabulary: vocabulary)
        #expect(diagnostics.isEmpty)
        #expect(TreeText.of(program) == expected)
    }

    @Test(arguments: [
        ("let x = 3; x", "let x = 3 ; x"),
        ("let load = 3", "let load = 3"),
        ("expect mean(x) == 0.5 within 1e-3", "expect (mean(x) == 0.5) within 0.001"),
        ("for c in 0..3 { show map $c }", "for c in (0..3) {show! map $c}"),
        ("for c in 0..3 {\n show map $c; c\n}\nx", "for c in (0..3) {show! map $c ; c} ; x"),
        ("if a > 1 { say yes } else { say no }", "if (a > 1) {say! yes} else {say! no}"),
        ("if a { }\nelse if b { 1 }", "if a {} else {if b {1} else {}}"),
        ("def f(a, b) { a + b }", "def f(a,b) {(a + b)}"),
        ("def f() {\n\n for i in x { if y { let z = [1,\n2] } }\n}", "def f() {for i in x {if y {let z = [1,2]} else {}}}"),
        ("", ""),
        ("# only a comment\n;;\n", ""),
    ])
    func `a statement becomes its tree`(source: String, expected: String) {
        let (program, diagnostics) = Parser.parse(SourceText(source), vocabulary: vocabulary)
        #expect(diagnostics.isEmpty)
        #expect(TreeText.of(program) == expected)
    }

    @Test func `ranges cover what was written`() throws {
        let source = SourceText("let x = (1 + 2)\nshow maps $x")
        let program = Parser.parse(source, vocabulary: vocabulary).program
        #expect(program.statements.map { source[$0.range] } == ["let x = (1 + 2)", "show maps $x"])
        guard case .assignment(let name, let value) = program.statements[0].kind else { throw Missing() }
        #expect(source[name.range] == "x")
        #expect(source[value.range] == "(1 + 2)")
    }

    private struct Missing: Error {}
}
