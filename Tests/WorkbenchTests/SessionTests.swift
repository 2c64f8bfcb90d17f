import Language
import TestSupport
import Testing
import Workbench

struct SessionTests {
    @Test(arguments: [
        ("1 + 2 * 3", ["Out[1]: 7"]),
        ("2 ^ 3 ^ 2", ["Out[1]: 512"]),
        ("-2 ^ 2", ["Out[1]: -4"]),
        ("1 / 3", ["Out[1]: 0.333333"]),
        ("7 % 3; -7 % 3", ["Out[1]: 1", "Out[1]: 2"]),
        ("let x = [1, 2, 3]\nx * 2", ["Out[1]: [2, 4, 6]"]),
        ("[[1, 2], [3, 4]] + [10, 20]", ["Out[1]: [[11, 22],\n [13, 24]]"]),
        ("let x = [[1, 2, 3], [4, 5, 6]]; x[1, 0..1]; x[-1]; x[.., 2]", ["Out[1]: [4, 5]", "Out[1]: [4, 5, 6]", "Out[1]: [3, 6]"]),
        ("3 > 2 and not false", ["Out[1]: true"]),
        ("false and nonsense", ["Out[1]: false"]),
        ("\"a\" + 'b'", ["Out[1]: ab"]),
        ("[\"a\", 1][0]", ["Out[1]: a"]),
        ("0..3", ["Out[1]: 0..3"]),
        ("say six times seven is (6 * 7).", ["six times seven is 42."]),
        ("let n = 'x'; say $n.png \"a  b\"   c", ["x.png a  b   c"]),
        ("say", [""]),
        ("for i in 0..2 { say $i }", ["0", "1", "2"]),
        ("for row in [[1, 2], [3, 4]] { row }", ["Out[1]: [1, 2]", "Out[1]: [3, 4]"]),
        ("for i in 3..1 { say $i }", []),
        ("if 1 > 2 { say no } else { say yes }", ["yes"]),
        ("def f(a, b) { let c = a + b\nc * 2 }\nf(1, 2)", ["Out[1]: 6"]),
        ("def f(n) { if n < 2 { 1 } else { n * f(n - 1) } }\nf(10)", ["Out[1]: 3628800"]),
        ("4; _ + 1", ["Out[1]: 4", "Out[1]: 5"]),
        ("# %% one\n4\n# %% [markdown]\n# Some *text*\n# %% two\n_1 * 2", ["Out[1]: 4", "Some *text*", "Out[2]: 8"]),
        ("expect 1 + 1 == 2", []),
        ("expect [\"a\", [1, 2]] == [\"a\", [1, 2]] and [\"a\", [1, 2]] != [\"a\", [1, 3]]", []),
        ("expect [1, 2] == [1.001, 2] within 0.01", []),
        ("expect [1, 2] > 0; expect true", []),
        ("quit; say no", []),
        ("set columns 4; set columns; set columns auto; set columns", ["columns: 4", "columns: auto"]),
        ("set scale 0..1; set scale", ["scale: 0..1"]),
        ("let w = 80; set width $w; set width", ["width: 80"]),
        (
            "help random",
            [
                "random(shape?): random numbers of 0 to 1, one or a tensor of them", "shape is a list of at most 8 whole numbers, or one",
                "example:", "  random([2, 2])  # four numbers from 0 to 1",
            ]
        ),
        ("for i in 0..2 { if i > 0 { i } }", ["Out[1]: 1", "Out[1]: 2"]),
        ("say a\nhistory", ["a", "1: say a", "   history"]),
    ])
    func `a script yields its outputs`(source: String, expected: [String]) {
        let (succeeded, lines) = Transcript.run(source)
        #expect(lines == expected)
        #expect(succeeded)
    }

    /// `¦` marks where the caret must stand and is no part of the source.
    @Test(
        arguments: [
            ("¦nonsense", "no value 'nonsense'", nil), ("¦mpas", "no value 'mpas'", "did you mean 'maps'?"),
            ("¦meen(1)", "no function 'meen'", "did you mean 'mean'?"),
            ("¦mean + 1", "expected a value, found the function 'mean'", "call it: mean(x, axis?)"),
            ("set ¦colrs x", "expected a setting, found 'colrs'", "the settings are"),
            ("set ¦colormpa magma", "expected a setting, found 'colormpa'", "did you mean 'colormap'?"),
            ("set colormap ¦magna", "expected a color map, found 'magna'", "did you mean 'magma'?"),
            ("set columns ¦0", "expected a whole number from 1 to 256, found '0'", nil),
            ("set scale ¦1..0", "expected 'each', 'shared', 'symmetric' or a range such as '0..1', found '1..0'", nil),
            ("sort([2, 1], ¦decending = true)", "expected sort(x, descending?), found 'decending ='", "did you mean 'descending'?"),
            ("set columns 1 ¦2", "expected the end of the line, found '2'", "usage: set [NAME] [VALUE]"),
            ("history ¦tpo 3", "expected 'top', found 'tpo'", "did you mean 'top'?"),
            ("history ¦top", "expected a whole number from 1 to 1000000 after 'top', found the end of the line", nil),
            ("history top 3 ¦top 4", "expected 'top' once, found it again", nil),
            ("history top ¦x", "expected a whole number from 1 to 1000000, found 'x'", nil),
            ("help ¦hlep", "no help on 'hlep'", "did you mean 'help'?"),
            ("say ¦$nothing", "no variable 'nothing'", nil), ("say (1 + ¦nothing)", "no value 'nothing'", nil),
            ("¦time", "expected a command after 'time', found the end of the line", "usage: time COMMAND"),
            ("run ¦/nowhere/x.cnns", "cannot read '/nowhere/x.cnns': no such file or directory", nil),
            ("if ¦[1, 0] { }", "expected one truth value, as 'all(…)' or 'any(…)' gives, found a tensor [2]", nil),
            ("for i in ¦3 { }", "expected a range, a list or a tensor, found a number", nil),
            ("¦expect 1 + 1 == 3", "expected '1 + 1 == 3'; left is 2, right is 3", nil),
            ("¦expect 1 == 1.1 within 0.01", "expected '1 == 1.1'; left is 1, right is 1.1; they differ by 0.1, more than 0.01", nil),
            ("¦expect [1, 2] == [1, 4]", "expected '[1, 2] == [1, 4]'; left is [1, 2], right is [1, 4]; largest difference 2", nil),
            (
                "¦expect random([99, 9]) == 2 within 1",
                "expected 'random([99, 9]) == 2'; left is tensor 99x9", nil
            ),
            ("¦expect [1, 2] > 1", "expected '[1, 2] > 1'; left is [1, 2], right is 1", nil),
            (
                "let x = [0.1]; ¦expect x[0] == 0.1", "expected 'x[0] == 0.1'; left is 0.10000000149011612, right is 0.1",
                "the numbers of a tensor"
            ),
            ("¦expect false", "expected this to hold; found false", nil),
            ("expect 1 < 2 within ¦3", "expected '==' where 'within' follows", nil),
            ("def f(n) { f(n) }\n¦f(1)", nil, nil),
            (
                "conv2d(¦\"a\", [[1]])", "expected numbers, found a string",
                "conv2d(x, kernel, stride?, padding?, dilation?): x is a plane [H, W]"
            ),
            ("pool([[1]], ¦0)", "expected 'size' from 1 to 1024, found 0", "pool(x, size, kind?, stride?): x is a plane"),
            ("top([1], n = ¦0)", "expected 'n' from 1 to 1000000, found 0", "top(x, n): x of any shape"),
            ("¦conv2d([[1]], [[1, 2]])", "expected a side of at least 2 with its padding, found 1", "conv2d("),
            (
                "¦corr([1, 2], [1])", "expected two tensors of one shape, found [2] and [1]",
                "corr(x, y): x and y of one shape give a number"
            ),
        ] as [(String, String?, String?)])
    func `an error names the word and points at it`(marked: String, message: String?, help: String?) throws {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(!session.execute(marked.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        if let message { #expect(diagnostic.message.hasPrefix(message)) }
        #expect(help.map { diagnostic.help?.hasPrefix($0) ?? false } ?? (diagnostic.help == nil))
        let mark = try #require(marked.firstIndex(of: "¦"))
        if message != nil { #expect(diagnostic.range?.start == marked[..<mark].utf8.count) }
    }

    @Test func `an error leaves the session as it was`() {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("let x = 1; 5")
        #expect(!session.execute("let x = nonsense"))
        #expect(!session.execute("let x = (2"))
        #expect(!session.execute("def f(x) { nonsense }; f(3)"))
        _ = transcript.take()
        #expect(session.execute("x + _ + _1"))
        #expect(transcript.take() == ["Out[5]: 11"])
        #expect(session.history.count == 5)
    }

    @Test func `a source that cannot be read runs not at all`() {
        let (succeeded, lines) = Transcript.run("say a\nlet = 3")
        #expect(!succeeded)
        #expect(lines == ["error: expected a name, found '='", " --> session:2:5", "  |", "2 | let = 3", "  |     ^"])
    }

    @Test func `the prompt counts its lines from cell to cell`() {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("say a\nsay b")
        _ = transcript.take()
        session.execute("nonsense")
        #expect(transcript.take()[1] == " --> session:3:1")
    }

    @Test func `a session that keeps going runs what follows an error`() {
        let transcript = Transcript()
        let session = transcript.session()
        session.keepsGoing = true
        #expect(!session.execute("nonsense\nsay b", name: "x.cnns"))
        #expect(transcript.take().last == "b")
    }

    @Test func `an endless loop can be stopped`() {
        let transcript = Transcript()
        let session = transcript.session()
        let interruption = session.interruption
        transcript.whenever("ready") { interruption.cancel() }
        #expect(!session.execute("say ready; for i in 0..600000000000 { let x = i }; say no"))
        #expect(transcript.takeDiagnostics().map(\.message) == ["interrupted"])
        #expect(session.execute("say yes"))
    }

    @Test func `a script runs another one and its errors point there`() throws {
        let folder = TemporaryFolder()
        _ = try folder.write(Array("let y = 4\n".utf8), to: "inner.cnns")
        _ = try folder.write(Array("run inner.cnns\nsay y is $y\nnonsense".utf8), to: "outer.cnns")
        let (succeeded, lines) = Transcript.run("run \(folder.path)/outer.cnns")
        #expect(!succeeded)
        #expect(lines.prefix(3) == ["y is 4", "error: no value 'nonsense'", " --> \(folder.path)/outer.cnns:3:1"])
        _ = try folder.write(Array("run loop.cnns".utf8), to: "loop.cnns")
        #expect(Transcript.run("run \(folder.path)/loop.cnns").lines.first == "error: expected at most 16 scripts that run one another")
    }

    @Test func `time says how long a statement took`() throws {
        let lines = Transcript.run("time say hello; time let x = 3; time x").lines
        #expect(lines.count == 5)
        #expect(lines[0] == "hello" && lines[3] == "Out[1]: 3")
        for index in [1, 2, 4] { #expect(lines[index].wholeMatch(of: /time: [0-9.]+ (s|ms|µs)/) != nil) }
    }

    @Test func `a reset forgets names, results and settings`() {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("let x = 1; set columns 3; def f() { 1 }; 5")
        session.execute("reset")
        #expect(session.variables.isEmpty && session.results.isEmpty && session.settings.columns == nil)
        #expect(!session.execute("f()"))
    }

    @Test func `bytes that are no text are refused`() {
        let transcript = Transcript()
        #expect(!transcript.session().execute(bytes: [0x73, 0xFF, 0x00], name: "noise.cnns"))
        #expect(transcript.take() == ["noise.cnns: error: expected UTF-8 text, found the byte 0xff at offset 1"])
    }

    @Test func `a script finds the values it was run with, and no others after`() throws {
        let folder = TemporaryFolder()
        _ = try folder.write(Array("let given = arguments\nlet n = count(arguments)".utf8), to: "given.cnns")
        let script = "run \(folder.path)/given.cnns conv1 3 'a b' (2 * 4) [1]\n"
        #expect(
            Transcript.run(script + "given; n; count(arguments)").lines == [
                "Out[1]: [\"conv1\", 3, \"a b\", 8, \"[1]\"]", "Out[1]: 5", "Out[1]: 0",
            ])
        #expect(Transcript.run("run \(folder.path)/given.cnns\nn").lines == ["Out[1]: 0"])
        #expect(Transcript.run("let arguments = 4\narguments").lines == ["Out[1]: 4"])
    }
}
