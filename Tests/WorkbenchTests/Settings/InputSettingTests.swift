import Imaging
import TestSupport
import Testing
import Workbench

/// `set input` and `set labels`.
struct InputSettingTests {
    private func session() -> Session {
        let session = Transcript().session()
        session.execute("load digits; load digit-7")
        return session
    }

    @Test(arguments: [
        ("mean 0.5 std 0.25", "stretched to 28x28, bilinear, gray, mean 127.5, deviation 63.75"),
        ("mean 100 std 2", "stretched to 28x28, bilinear, gray, mean 100, deviation 2"),
        ("mean 1 std 1 range 255", "stretched to 28x28, bilinear, gray, mean 1, deviation 1"),
        ("fit pad filter nearest", "padded to 28x28, nearest, gray, mean 0, deviation 255"),
        ("fit crop short 32", "short side 32, middle 28x28, bilinear, gray, mean 0, deviation 255"),
    ])
    func `what is said changes, the rest stays`(clauses: String, sentence: String) {
        let session = session()
        #expect(session.execute("set input \(clauses)"))
        #expect(session.lab.model?.preprocessing.sentence == sentence)
        #expect(session.execute("predict; set input auto"))
        #expect(session.lab.model?.preprocessing.sentence == "stretched to 28x28, bilinear, gray, mean 0, deviation 255")
    }

    @Test func `the network sees what was said`() {
        let session = session()
        #expect(session.execute("let own = input; set input mean 0.5 std 0.5; expect input == own * 2 - 1 within 1e-6"))
        #expect(session.execute("load digit-3; let own = input; set input auto; expect own == input * 2 - 1 within 1e-6"))
    }

    @Test func `another network has its own preprocessing`() {
        let session = session()
        #expect(session.execute("set input mean 0.5 std 0.5; load digits"))
        #expect(session.lab.model?.preprocessing.mean == [0])
    }

    @Test(arguments: [
        ("set input mean 1 2", "expected one number after 'mean', found 2"),
        ("set input std 0", "expected deviations above 0"),
        ("set input order bgr", "input 'input' is declared as"),
        ("set input size 5000", "expected a size up to 4096x4096, found 5000x5000"),
        ("set input grayish", "expected 'auto' or clauses such as 'order bgr', found 'grayish'"),
        ("set input order rbg", "expected 'rgb', 'bgr' or 'gray', found 'rbg'"),
        ("set columns 3 order bgr", "expected the end of the line, found 'order'"),
    ])
    func `what cannot be is refused and changes nothing`(line: String, message: String) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits; load digit-7")
        let before = session.lab.model?.preprocessing
        #expect(!session.execute(line))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        #expect(session.lab.model?.preprocessing == before)
    }

    @Test func `labels can be named and taken back`() throws {
        let folder = TemporaryFolder()
        let path = try folder.write(Array((0...9).map { "number \($0)" }.joined(separator: "\n").utf8), to: "names.txt")
        let session = session()
        #expect(session.execute("set labels '\(path)'; expect labels[7] == \"number 7\"; set labels auto; expect labels[7] == \"7\""))
        #expect(!session.execute("set labels imagenet-nonsense"))
    }
}
