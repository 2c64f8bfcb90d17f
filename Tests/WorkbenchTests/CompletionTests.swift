import TestSupport
import Testing
import Workbench

struct CompletionTests {
    @Test(arguments: [
        ("hi", ["history"]), ("se", ["seed", "set"]), ("set colorm", ["colormap"]), ("set sca", ["scale"]), ("time hist", ["history"]),
        ("time time set gra", ["graphics"]), ("history t", ["top"]), ("history top 3 t", []), ("say $wi", ["$width_a", "$width_b"]),
        ("let y = wid", ["width_a", "width_b"]), ("say (sof", ["softmax"]), ("1 + arg", ["argmax", "argmin"]), ("help softm", ["softmax"]),
        ("say a; hist", ["history"]), ("if x { hist", ["history"]), ("say x\nhist", ["history"]),
        ("let y = mean(wid", ["width_a", "width_b"]),
        ("set colormap mag", ["magma"]),
        ("set graphics ", ["auto", "kitty", "sixel", "iterm2", "blocks", "quadrants", "sextants", "braille", "ascii", "none"]),
        ("expect prob", ["probabilities"]), ("xyz", []),
    ])
    func `what could stand at the cursor is offered`(line: String, expected: [String]) {
        let session = Transcript().session()
        session.variables = ["width_a": .number(1), "width_b": .number(2)]
        let found = session.completions(for: line, cursor: line.utf8.count)
        #expect(found.items.map(\.text) == expected)
    }

    @Test(
        arguments: [
            ("show maps of co", ["conv1", "conv2"]), ("show map 7", ["7"]), ("show map of conv2 map 1", []),
            ("ablate conv1:", (0..<8).map { "conv1:\($0)" }), ("ablate conv2:1", ["conv2:1"] + (10..<16).map { "conv2:\($0)" }),
            ("ablate relu9:", []), ("layer ne", ["next"]), ("mean(maps(\"conv", ["conv1", "conv2"]),
            ("net r resnet1", ["resnet101", "resnet152", "resnet18"]), ("net sta", ["stack"]), ("profile sta", ["stack"]),
            ("profile resnet5", ["resnet50", "resnet50-caffe"]), ("load image digit-7", ["digit-7"]), ("load model digit", ["digits"]),
            ("load labels im", ["imagenet", "imagenet-background"]), ("?conv2", ["?conv2d"]), ("why class 7", ["7"]),
        ] as [(String, [String])])
    func `what fits the model at hand is offered`(line: String, expected: [String]) {
        let session = Transcript().session()
        session.execute("net stack \"c3*5\"; load digits; layer conv1")
        #expect(session.completions(for: line, cursor: line.utf8.count).items.map(\.text).sorted() == expected.sorted())
    }

    @Test func `names with blanks come in quotes`() throws {
        let folder = TemporaryFolder()
        for name in ["my script.cnns", "other.cnns"] { _ = try folder.write([], to: name) }
        let session = Transcript().session()
        let plain = session.completions(for: "run \(folder.path)/my", cursor: "run \(folder.path)/my".utf8.count)
        #expect(plain.items.map(\.text) == ["\"\(folder.path)/my script.cnns\""])
        let quoted = session.completions(for: "run \"\(folder.path)/my s", cursor: "run \"\(folder.path)/my s".utf8.count)
        #expect(quoted.items.map(\.text) == ["\(folder.path)/my script.cnns\""])
        #expect(quoted.replacedByteCount == "\(folder.path)/my s".utf8.count)
    }

    @Test func `only files that load are offered`() throws {
        let folder = TemporaryFolder()
        for name in ["net.onnx", "a.png", "b.JPG", "labels.txt", "x.npy", "notes.doc"] { _ = try folder.write([], to: name) }
        let session = Transcript().session()
        let names = { (line: String) in
            session.completions(for: line + folder.path + "/", cursor: 1000).items.map { String($0.text.dropFirst(folder.path.count + 1)) }
        }
        #expect(names("load ") == ["a.png", "b.JPG", "labels.txt", "net.onnx", "x.npy"])
        #expect(names("load image ") == ["a.png", "b.JPG"])
        #expect(names("load model ") == ["net.onnx"])
        #expect(names("load input ") == ["x.npy"])
    }

    @Test func `only what is before the cursor counts and is replaced`() {
        let found = Transcript().session().completions(for: "hist and more", cursor: 4)
        #expect(found.replacedByteCount == 4)
        #expect(found.items.map(\.text) == ["history"])
    }

    @Test func `files of the right kind and folders are offered`() throws {
        let folder = TemporaryFolder()
        for name in ["a.cnns", "a.png", "b.cnns"] { _ = try folder.write([], to: name) }
        let line = "run \(folder.path)/a"
        let found = Transcript().session().completions(for: line, cursor: line.utf8.count)
        #expect(found.items.map(\.text) == ["\(folder.path)/a.cnns"])
    }

    @Test(arguments: ["", "\"", "say '", "(((", "set \u{0}", "ä", "time ", "for x in", "\\"])
    func `any beginning can be completed`(line: String) {
        let session = Transcript().session()
        for cursor in -1...line.utf8.count + 1 { #expect(session.completions(for: line, cursor: cursor).replacedByteCount >= 0) }
    }
}
