import Language
import Testing

struct SourceTests {
    @Test(
        arguments: [
            ([0x61, 0xFF], 1), ([0xC0, 0x80], 0), ([0xE0, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0), ([0x61, 0x62, 0xE2, 0x82], 2),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xC3, 0xA4, 0x80], 2), ([0xF0, 0x9F, 0x98], 0),
        ] as [([UInt8], Int)])
    func `bytes that are not UTF-8 are refused with their offset`(bytes: [UInt8], offset: Int) {
        #expect {
            try SourceText(bytes: bytes, name: "x.cnns")
        } throws: { error in
            "\((error as? Diagnostic)?.message ?? "")".hasSuffix("at offset \(offset)")
        }
    }

    @Test func `all of Unicode is UTF-8 and nothing is lost`() throws {
        var text = ""
        for value in stride(from: UInt32(1), to: 0x110000, by: 37) {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        #expect(try SourceText(bytes: Array(text.utf8), name: "x").bytes == Array(text.utf8))
    }

    @Test func `a byte order mark is passed over`() throws {
        #expect(try SourceText(bytes: [0xEF, 0xBB, 0xBF, 0x78], name: "x").bytes == [0x78])
    }

    @Test func `positions count lines and characters from 1`() {
        let source = SourceText("ab\nÄö x", firstLineNumber: 5)
        #expect(source.position(of: 0) == (5, 1))
        #expect(source.position(of: 3) == (6, 1))
        #expect(source.position(of: 8) == (6, 4))
        #expect(source.position(of: 1000) == (6, 5))
    }

    @Test(
        arguments: [
            ("conv9", ["conv1", "fc", "conv2"], "conv1"), ("laod", ["load", "layer"], "load"), ("xyzzy", ["load", "layer"], nil),
            ("", ["a"], nil), ("Layer", ["layer"], "layer"), ("mpas", ["maps", "map"], "maps"), ("a", ["b"], "b"), ("ab", ["cd"], nil),
        ] as [(String, [String], String?)])
    func `the nearest name is suggested`(word: String, names: [String], expected: String?) {
        #expect(Suggestion.nearest(to: word, in: names) == expected)
    }

    @Test(arguments: [("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abc", "abc", 0), ("maps", "map", 1)])
    func `the edit distance counts single steps`(first: String, second: String, distance: Int) {
        #expect(Suggestion.editDistance(Array(first), Array(second)) == distance)
        #expect(Suggestion.editDistance(Array(second), Array(first)) == distance)
    }
}
