import LineEditing
import Testing

@Suite struct `A list of candidates` {
    private func choices(_ texts: [String]) -> CompletionChoices {
        CompletionChoices(replacedByteCount: 0, candidates: texts.map { CompletionCandidate(text: $0) })
    }

    @Test(
        arguments: [
            ([], ""), (["load"], "load"), (["layer", "layers"], "layer"), (["conv1", "conv2"], "conv"), (["a", "b"], ""),
            (["日本", "日光"], "日"),
        ] as [([String], String)])
    func `agrees on its common beginning`(texts: [String], prefix: String) {
        #expect(choices(texts).commonPrefix == prefix)
    }

    @Test func `puts many names into columns that fit the screen`() {
        let names = (0..<50).map { "layer\($0)" }
        let lines = CompletionList(candidates: names.map { CompletionCandidate(text: $0) }, widthInCells: 40).lines
        #expect(lines.allSatisfy { $0.count < 40 })
        #expect(lines.count == 13)
        #expect(lines[0].split(separator: " ") == ["layer0", "layer13", "layer26", "layer39"])
        #expect(Set(lines.flatMap { $0.split(separator: " ").map(String.init) }) == Set(names))
    }

    @Test func `describes a few names`() {
        let list = CompletionList(
            candidates: [
                CompletionCandidate(text: "load", summary: "opens a model or an image"),
                CompletionCandidate(text: "layers", summary: "lists the layers"),
            ], widthInCells: 24)
        #expect(list.lines == ["load    opens a model …", "layers  lists the laye…"])
    }

    @Test func `counts what it leaves out`() {
        let names = (0..<500).map { CompletionCandidate(text: "n\($0)") }
        #expect(CompletionList(candidates: names, widthInCells: 80).lines.last == "and 380 more")
    }

    @Test func `aligns wide characters`() {
        let list = CompletionList(
            candidates: [CompletionCandidate(text: "日本", summary: "a"), CompletionCandidate(text: "xyz", summary: "b")], widthInCells: 80)
        #expect(list.lines == ["日本  a", "xyz   b"])
    }

    @Test(arguments: [(10, 1), (1, 1), (0, 5), (3, 0)]) func `survives any width`(widthInCells: Int, candidateCount: Int) {
        let names = (0..<candidateCount).map { CompletionCandidate(text: "a-rather-long-name-\($0)", summary: $0 == 0 ? "" : "x") }
        #expect(CompletionList(candidates: names, widthInCells: widthInCells).lines.count == candidateCount)
    }
}
