import LineEditing
import TestSupport
import Testing

@Suite struct `The history file` {
    private let folder = TemporaryFolder()

    @Test(arguments: [
        "load digits", "for i in 0..3 {\n  say i\n}", #"say "a\nb" \ c"#, "say 日本語 é", "say \\", "\\n", "a\rb", "  indented",
    ])
    func `gives back every entry as it was typed`(entry: String) {
        let file = HistoryFile(path: folder.path + "/deep/er/history")
        file.append("first")
        file.append(entry)
        #expect(file.load() == ["first", entry])
    }

    @Test func `keeps the newest entries and shrinks when it has grown to twice its limit`() {
        let file = HistoryFile(path: folder.path + "/history", limit: 10)
        for number in 0..<25 { file.append("say \(number)") }
        #expect(file.load() == (15..<25).map { "say \($0)" })
        #expect(HistoryFile(path: file.path, limit: 1000).load().count == 10)
    }

    @Test func `interleaves sessions that write at the same time`() async {
        let path = folder.path + "/history"
        await withTaskGroup(of: Void.self) { group in
            for session in 0..<4 {
                group.addTask { for number in 0..<50 { HistoryFile(path: path).append("say \(session)-\(number)") } }
            }
        }
        let expected = (0..<4).flatMap { session in (0..<50).map { "say \(session)-\($0)" } }
        #expect(Set(HistoryFile(path: path).load()) == Set(expected))
    }

    @Test func `is empty when there is none or it is no file`() {
        #expect(HistoryFile(path: folder.path + "/missing").load() == [])
        #expect(HistoryFile(path: folder.path).load() == [])
        #expect(HistoryFile(path: "/dev/zero").load() == [])
    }

    @Test(
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/cnns/history"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/cnns/history"),
            (["HOME": "/h"], "/h/.local/state/cnns/history"), ([:], nil),
        ] as [([String: String], String?)])
    func `lives where the environment says`(environment: [String: String], path: String?) {
        #expect(HistoryFile.standard(program: "cnns") { environment[$0] }?.path == path)
    }
}
