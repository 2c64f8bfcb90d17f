import TestSupport
import Testing
import Workbench

/// `net`: networks without trained weights.
struct NetTests {
    @Test func `a network made of a text is the current model and runs`() {
        let (succeeded, lines) = Transcript.run(
            """
            load digit-7; net small "c3 p2 c3" size 28
            expect model == "small"
            expect shape(maps("3")) == [4, 14, 14]
            show map 2 of 3
            """)
        #expect(succeeded, "\(lines.joined(separator: "\n"))")
        #expect(lines.last?.hasSuffix("random weights") == true)
    }

    @Test func `classes of random weights are called what they are`() {
        let (succeeded, lines) = Transcript.run("load digit-7; net d digits; predict")
        #expect(succeeded)
        #expect(lines.last == "d, 5 of 10 classes shown, from random weights: it has learned nothing")
    }

    @Test func `a name is remembered, with what it was made from`() {
        let (succeeded, lines) = Transcript.run("net a \"c3*2\" size 32; net b \"c5\"; net a")
        #expect(succeeded)
        #expect(lines.count { $0.hasPrefix("a: 2 layers") } == 2)
        #expect(lines.count { $0.hasPrefix("input 1x3x32x32") } == 2)
    }

    @Test func `a sequence is no picture`() {
        let (succeeded, lines) = Transcript.run("load digit-7; net words \"c3 c3d2\" dims 1 size 64; show maps of 2")
        #expect(!succeeded)
        #expect(lines.contains("error: 'words' takes no pictures, but tensors of shape 1x1x64"))
    }

    @Test func `a tensor goes into a network over sequences as it is`() {
        let folder = TemporaryFolder()
        let (succeeded, lines) = Transcript.run(
            folder.holding(
                """
                net words "c3 c3d2" dims 1 size 64
                save (reshape(0..63, [1, 1, 64])) to words.npy
                load input words.npy
                expect shape(maps("2")) == [4, 64]
                """))
        #expect(succeeded, "\(lines.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("net a \"c3 c3q\"", "error: expected 's', 'd', 'w', 'o' or 'g' after 'c3', found 'q'", 13),
        ("net a c3*x", "error: expected a number after '*', found 'x'", 10),
        ("net a resnet51", "error: no architecture 'resnet51'", 7),
        ("net a", "error: no network 'a' was made yet", 5),
        ("net a/b \"c3\"", "error: expected a name of letters, digits, '-' and '_', found 'a/b'", 5),
        ("net a resnet18 dims 1", "error: expected 'dims' with a text, found an architecture", 21),
        ("net a \"c3\" dims 1 size 3x4", "error: expected one number for an input of 1 axes, found two", 24),
        ("net a \"c3\" dims 3 size 513", "error: expected a size up to 512, found 513", 24),
        ("net a \"c3\" size 5000", "error: expected a size up to 4096, found 5000", 17),
    ])
    func `an error points at the place in the text`(line: String, message: String, column: Int) throws {
        let transcript = Transcript()
        #expect(!transcript.session().execute(line))
        let diagnostic = try #require(transcript.takeDiagnostics().first)
        let lines = diagnostic.rendered().split(separator: "\n")
        #expect(lines.first?.contains(message.dropFirst("error: ".count)) == true, "\(lines)")
        #expect(diagnostic.range?.start == column - 1, "\(lines)")
    }

    @Test func `after a text that is wrong everything is as before`() {
        let (_, lines) = Transcript.run("load digits; net a \"c3 [c3s2 | ]\"")
        #expect(lines.last?.contains("powers of two") == true)
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits")
        #expect(!session.execute("net a \"c3s\""))
        #expect(session.execute("expect model == \"digits\""))
        #expect(!session.execute("net a"))
    }
}
