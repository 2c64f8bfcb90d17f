import Inference
import Tensors
import Testing

/// Operators on texts.
struct TextOperatorTests {
    private static func run(_ kind: any Operator.Type, _ inputs: [Tensor], _ attributes: Attributes = [:]) throws -> [Tensor] {
        let operation = try kind.init(attributes: attributes, operatorSet: 20)
        let announced = try operation.inferOutputs(inputs.map { ValueInfo(constant: $0) })
        let outputs = try operation.run(inputs, in: RunContext())
        #expect(announced.map(\.shape) == outputs.map(\.shape))
        return outputs
    }

    private static func texts(_ texts: [String], _ shape: Shape? = nil) throws -> Tensor {
        try #require(Tensor(shape ?? [texts.count], texts: texts))
    }

    private static func operation(_ name: String) throws -> any Operator.Type { try #require(OperatorCatalog.byName[name]) }

    @Test func `texts are told apart by their bytes`() throws {
        let composed = try #require(InternedText("\u{E9}"))
        let decomposed = try #require(InternedText("e\u{301}"))
        #expect(composed != decomposed)
        #expect((composed.text.utf8.count, decomposed.text.utf8.count) == (2, 3))
        #expect(InternedText("\u{E9}") == composed)
        #expect(InternedText("") == .empty)
        #expect(InternedText(String(repeating: "x", count: InternedText.largestByteCount + 1)) == nil)
    }

    @Test func `bits that nobody wrote stand for the empty text`() {
        let storage = TensorStorage(byteCount: 8)
        storage.bytes.storeBytes(of: 0, as: UInt32.self)
        storage.bytes.storeBytes(of: .max, toByteOffset: 4, as: UInt32.self)
        #expect(Tensor(shape: [2], elementType: .string, storage: storage).texts == ["", ""])
    }

    @Test(arguments: [
        ("NONE", 0, ["MONDAY"], ["tuesday", "Wednesday"]), ("NONE", 1, ["MONDAY"], ["Monday", "tuesday", "Wednesday", "monday"]),
        ("LOWER", 1, ["monday"], ["monday", "tuesday", "wednesday"]), ("UPPER", 0, ["monday", "TUESDAY"], ["WEDNESDAY"]),
        ("UPPER", 0, ["monday", "tuesday", "wednesday"], [""]),
    ])
    func `texts are left out and change their case`(action: String, isSensitive: Int, stopwords: [String], expected: [String]) throws {
        let days = ["Monday", "tuesday", "Wednesday", "monday"]
        let attributes: Attributes = [
            "case_change_action": .string(action), "is_case_sensitive": .int(isSensitive), "stopwords": .strings(stopwords),
        ]
        let kind = try Self.operation("StringNormalizer")
        let row = try Self.run(kind, [Self.texts(days)], attributes)[0]
        #expect((row.texts, row.shape) == (expected, [expected.count]))
        let matrix = try Self.run(kind, [Self.texts(days, [1, 4])], attributes)[0]
        #expect((matrix.texts, matrix.shape) == (expected, [1, expected.count]))
    }

    @Test func `what is no row of texts is refused`() throws {
        let kind = try Self.operation("StringNormalizer")
        #expect(throws: OperatorError.shapes(found: [[2, 2]], expected: "the shape C or 1xC")) {
            try Self.run(kind, [Self.texts(["a", "b", "c", "d"], [2, 2])])
        }
        #expect(throws: OperatorError.elementType(role: "X", found: .float32, expected: "texts")) {
            try Self.run(kind, [Tensor([2], [1, 2])])
        }
        #expect(throws: OperatorError.unsupported("the locale 'tr_TR'")) {
            try kind.init(attributes: ["case_change_action": .string("LOWER"), "locale": .string("tr_TR")], operatorSet: 20)
        }
    }

    @Test(
        arguments: [
            (",", nil, "a,,b", ["a", "", "b"]), (",", 1, "a,,b", ["a", ",b"]), ("", nil, "  a  b ", ["a", "b"]),
            ("", 1, " a  b  c ", ["a", "b  c "]), ("", nil, "", []), ("..", nil, "a...b", ["a", ".b"]), (",", 0, "a,b", ["a,b"]),
            (",", nil, "", [""]),
        ] as [(String, Int?, String, [String])])
    func `a text is split`(delimiter: String, most: Int?, text: String, parts: [String]) throws {
        var attributes: Attributes = ["delimiter": .string(delimiter)]
        if let most { attributes["maxsplit"] = .int(most) }
        let outputs = try Self.run(Self.operation("StringSplit"), [Self.texts([text])], attributes)
        #expect((outputs[0].texts, outputs[0].shape) == (parts, [1, parts.count]))
        #expect(outputs[1].integers == [parts.count])
    }

    @Test func `texts that double without end are refused`() throws {
        let kind = try Self.operation("StringConcat")
        var text = try Self.texts(["0123456789"])
        #expect(throws: OperatorError.self) {
            for _ in 0..<40 { text = try Self.run(kind, [text, text])[0] }
        }
        #expect((text.texts?.first?.utf8.count ?? 0) < InternedText.largestByteCount)
    }

    @Test(arguments: [
        (Tensor([3], elements: [Int64.min, 0, .max]), ["-9223372036854775808", "0", "9223372036854775807"]),
        (Tensor([1], elements: [UInt64.max]), ["18446744073709551615"]), (Tensor([2], elements: [true, false]), ["1", "0"]),
        (Tensor([4], [0.1, -.infinity, .infinity, 1e-7]), ["0.1", "-INF", "INF", "1e-07"]), (Tensor([1], elements: [0.1]), ["0.1"]),
    ])
    func `numbers become texts and come back`(numbers: Tensor, texts: [String]) throws {
        let written = try Self.run(Self.operation("Cast"), [numbers], ["to": .int(8)])[0]
        #expect(written.texts == texts)
        let code = try #require([ElementType.int64: 7, .uint64: 13, .bool: 9, .float32: 1, .float64: 11][numbers.elementType])
        let read = try Self.run(Self.operation("Cast"), [written], ["to": .int(code)])[0]
        #expect(read.elementType == numbers.elementType && read.bytes.elementsEqual(numbers.bytes))
    }

    @Test func `what is no number becomes not a number, or 0`() throws {
        let words = try Self.texts(["four", "4"])
        #expect(words.convertedToFloat32().floats[0].isNaN && words.convertedToFloat32().floats[1] == 4)
        #expect(try Self.run(Self.operation("Cast"), [words], ["to": .int(6)])[0].integers == [0, 4])
    }

    @Test func `texts are equal or not, and have no order`() throws {
        let (a, b) = (try Self.texts(["a", "b"]), try Self.texts(["b"]))
        #expect(try Self.run(Self.operation("Equal"), [a, b])[0].integers == [0, 1])
        #expect(throws: OperatorError.elementType(role: "A", found: .string, expected: "numbers")) {
            try Self.run(Self.operation("Less"), [a, b])
        }
    }

    @Test func `operators that move elements move texts`() throws {
        let names = try Self.texts(["a", "b", "c"])
        let chosen = try Self.run(Self.operation("Gather"), [names, Tensor([2], elements: [Int64(2), 0])])[0]
        #expect(chosen.texts == ["c", "a"])
    }
}
