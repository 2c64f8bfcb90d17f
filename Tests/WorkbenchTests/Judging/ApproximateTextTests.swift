import Testing
import Workbench

@Suite struct `Two texts` {
    @Test(arguments: [
        ("", ""), ("range -2.82..2.64", "range -2.819..2.64"), ("mean 0.1234", "mean 0.1235"), ("9.876e-07", "1.2e-08"),
        ("1.2e+10", "1.201e+10"),
        ("3", "2.9999"), ("99.97 %", "99.96 %"), ("a  b", "a b"), ("─────", "──"), ("████▌ 1", "███ 1"), ("156800 things", "156801 things"),
        ("0..15", "0..15"), ("residual  -1.7e-08", "residual 2e-09"), ("layer2.0.conv1", "layer2.0.conv1"),
    ])
    func `agree but for rounding`(expected: String, found: String) { #expect(ApproximateText.agree(expected, found)) }

    @Test(arguments: [
        ("a", "b"), ("8 shown", "9 shown"), ("range 0.5..3", "range 0.6..3"), ("conv1:3", "conv1:4"), ("28x28", "28x27"), ("1", ""),
        ("a 1", "a"),
        ("0.123", "0.126"), ("-1.5", "1.5"), ("digit-7", "digit-1"), ("99.97 %", "98.79 %"), ("nan", "1"),
    ])
    func `disagree in words, counts and numbers`(expected: String, found: String) { #expect(!ApproximateText.agree(expected, found)) }
}
