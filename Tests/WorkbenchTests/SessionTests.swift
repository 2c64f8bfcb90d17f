import Testing
import Workbench

struct SessionTests {
    @Test(arguments: [
        ("1 + 2 * 3", ["Out[1]: 7"]),
        ("2 ^ 3 ^ 2", ["Out[1]: 512"]),
        ("-2 ^ 2", ["Out[1]: -4"]),
        ("let x = [1, 2, 3]\nx * 2", ["Out[1]: [2, 4, 6]"]),
        ("[[1, 2], [3, 4]] + [10, 20]", ["Out[1]: [[11, 22],\n [13, 24]]"]),
        ("let x = [[1, 2, 3], [4, 5, 6]]; x[1, 0..1]; x[-1]; x[.., 2]", ["Out[1]: [4, 5]", "Out[1]: [4, 5, 6]", "Out[1]: [3, 6]"]),
        ("3 > 2 and not false", ["Out[1]: true"]),
        ("\"a\" + 'b'", ["Out[1]: ab"]),
        ("say six times seven is (6 * 7).", ["six times seven is 42."]),
        ("let n = 'x'; say $n.png \"a  b\"   c", ["x.png a  b   c"]),
        ("for i in 0..2 { say $i }", ["0", "1", "2"]),
        ("if 1 > 2 { say no } else { say yes }", ["yes"]),
        ("def f(a, b) { let c = a + b\nc * 2 }\nf(1, 2)", ["Out[1]: 6"]),
        ("4; _ + 1", ["Out[1]: 4", "Out[1]: 5"]),
        ("expect 1 + 1 == 2", []),
        ("expect [1, 2] == [1.001, 2] within 0.01", []),
    ])
    func `a script yields its outputs`(source: String, expected: [String]) {
        let (succeeded, lines) = Transcript.run(source)
        #expect(lines == expected)
        #expect(succeeded)
    }
}
