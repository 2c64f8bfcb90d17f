import ModelFormats
import Testing

@Suite struct MetadataLabelTests {
    @Test(
        arguments: [
            (["names": "{0: 'ant', 1: \"bee's\", 2: 'c\\'at'}"], 3, ["ant", "bee's", "c'at"]),
            (["names": "['ant', 'bee']"], 2, ["ant", "bee"]),
            (["labels": #"["ant", "bee"]"#], 2, ["ant", "bee"]), (["id2label": #"{"1": "bee", "0": "ant"}"#], 2, ["ant", "bee"]),
            (["classes": "ant\nbee\n"], 2, ["ant", "bee"]), (["character": "a\nb\n"], 4, ["blank", "a", "b", "space"]),
            (["character": "a\nb\n"], 3, ["blank", "a", "b"]), (["names": "ant", "labels": "ant\nbee"], 2, ["ant", "bee"]),
            (["names": "ant\nbee"], 3, nil), (["names": "{0: 'ant', 2: 'bee'}"], 2, nil), (["names": "{0: 'ant'"], 1, nil),
            (["author": "a"], 1, nil),
            (["names": "{0: ant}"], 1, nil), (["names": "['a', 'b'] # and more"], 2, nil), (["names": "['a\\"], 1, nil),
            (["names": ""], 0, nil),
        ] as [([String: String], Int, [String]?)])
    func `names come from what a file says about itself, if there are as many as classes`(
        metadata: [String: String], classCount: Int, names: [String]?
    ) {
        #expect(MetadataLabels.names(in: metadata, classCount: classCount) == names)
    }
}
