import Inference
import ModelFormats
import Tensors
import Testing

@Suite struct InputShapeTests {
    /// Two inputs, one of them wrongly declared, and weights that are an input too.
    private static func graph() -> Graph {
        Graph(
            name: "two",
            inputs: [
                GraphInput(name: "w", dimensions: [4]), GraphInput(name: "picture", dimensions: [10, 3, 32, 32]),
                GraphInput(name: "mask:0", dimensions: [nil, 1, nil, nil]),
            ],
            constants: ["w": Tensor([4], [1, 2, 3, 4])])
    }

    @Test(
        arguments: [
            (["1x3x320x320"], [1, 3, 320, 320], [nil, 1, nil, nil]), (["1x3x8x8", "2x1x8x8"], [1, 3, 8, 8], [2, 1, 8, 8]),
            (["mask:0=1x1x4x4"], [10, 3, 32, 32], [1, 1, 4, 4]), (["mask:0=1x1x4x4", "1x3x4x4"], [1, 3, 4, 4], [1, 1, 4, 4]),
            ([], [10, 3, 32, 32], [nil, 1, nil, nil]),
        ] as [([String], [Int?], [Int?])])
    func `stated shapes take the place of declared ones`(words: [String], picture: [Int?], mask: [Int?]) throws {
        var graph = Self.graph()
        try InputShapes(words).bind(&graph)
        #expect(graph.inputs.map(\.dimensions) == [[4], picture, mask])
    }

    @Test(arguments: [
        ("1x3xH", InputShapeError.notAShape("1x3xH")), ("", .notAShape("")), ("1x-3", .notAShape("1x-3")), ("0x3", .notAShape("0x3")),
        ("1x3x99999999999999999999", .notAShape("1x3x99999999999999999999")), ("1x1x1x1x1x1x1x1x1", .notAShape("1x1x1x1x1x1x1x1x1")),
        ("w=4", .noInput("w", inputs: ["picture", "mask:0"])), ("other=4", .noInput("other", inputs: ["picture", "mask:0"])),
        ("3x8x8", .rank(input: "picture", declared: [10, 3, 32, 32], found: [3, 8, 8])),
    ])
    func `what is no shape of an input is refused`(word: String, error: InputShapeError) {
        var graph = Self.graph()
        #expect(throws: error) { try InputShapes([word]).bind(&graph) }
    }

    @Test func `more shapes than inputs are refused`() {
        var graph = Self.graph()
        #expect(throws: InputShapeError.tooMany(found: 3, inputs: ["picture", "mask:0"])) {
            try InputShapes(["1x3x8x8", "1x1x8x8", "1x1"]).bind(&graph)
        }
    }

    @Test(
        arguments: [
            ([1, 3, 8, 8], true), ([nil, nil, nil, nil], true), ([1, 8, 8, 3], true), ([1, 8, 8, 1], true), ([4, 3, 8, 8], false),
            ([1, 64, 8, 8], false), ([1, 3, 8], false), (nil, true),
        ] as [([Int?]?, Bool)])
    func `an input takes pictures where one of three or one channels fits`(dimensions: [Int?]?, expected: Bool) {
        #expect(GraphInput(name: "x", dimensions: dimensions).takesPictures == expected)
    }
}
