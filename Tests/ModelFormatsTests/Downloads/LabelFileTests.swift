import ModelFormats
import Testing

@Suite struct LabelFileTests {
    private func read(_ text: String) throws -> [String] {
        try LabelFile.read(MappedFile(path: "labels", contents: Array(text.utf8)))
    }

    @Test(arguments: [
        ("cat\ndog\n", ["cat", "dog"]), ("  cat \r\ndog", ["cat", "dog"]), (#"["cat", "dog, hound"]"#, ["cat", "dog"]),
        (#"{"1": "dog", "0": "tabby, tabby cat"}"#, ["tabby", "dog"]), (" [ \"cat\" ,\n\"d\u{F6}g\"\t] \n", ["cat", "d\u{F6}g"]),
        (#"["c\u0061t", "\"dog\""]"#, ["cat", #""dog""#]), (#"{"0": "a\/b", "1": " dog "}"#, ["a/b", "dog"]),
    ])
    func `names come in the order of the classes`(text: String, names: [String]) throws {
        #expect(try read(text) == names)
    }

    @Test(arguments: [
        ("", LabelFileError.noNames(path: "labels")), ("[1, 2]", .notNames(path: "labels")), ("{\"0\": ", .notNames(path: "labels")),
        (#"{"0": "cat", "2": "dog"}"#, .missingClass(path: "labels", number: 1)), ("[]", .noNames(path: "labels")),
        (#"["cat"] ["dog"]"#, .notNames(path: "labels")),
        (#"["cat" "dog"]"#, .notNames(path: "labels")), ("[\"c\nat\"]", .notNames(path: "labels")),
    ])
    func `what holds no names says why`(text: String, error: LabelFileError) {
        #expect(throws: error) { try read(text) }
    }

    @Test func `bytes that are no text are refused`() {
        #expect(throws: LabelFileError.notText(path: "labels")) {
            try LabelFile.read(MappedFile(path: "labels", contents: [0xFF, 0xFE, 0x00, 0x80]))
        }
    }
}
