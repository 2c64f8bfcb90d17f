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
