import TestSupport
import Testing
import Workbench

struct ClassTests {
    private static let labels = [
        "tabby, tabby cat", "tiger cat", "tiger", "Egyptian cat", "sofa", "studio couch", "7", "eight", "nine", "table lamp",
    ]

    /// The lines of asking for a class of a network whose head has a convolution in the way, once the class is found.
    private func lines(_ word: String) throws -> [String] {
        let folder = TemporaryFolder()
        let path = try folder.write(Array(Self.labels.joined(separator: "\n").utf8), to: "labels.txt")
        return Transcript.run("load digits; load digit-7; load labels '\(path)'; why class \(word)").lines
    }

    @Test(arguments: ["0", "tabby", "'tabby cat'", "tiger", "egyptian", "SOFA", "couch", "7", "9"])
    func `is found by number, label, alternative or part`(word: String) throws {
        #expect(try lines(word).contains { $0.contains("found 'relu3' (Relu) between them") })
    }

    @Test(arguments: [
        ("cat", "expected one class, found 3 for 'cat'", "tabby, tabby cat (0), tiger cat (1), Egyptian cat (3)"),
        ("sfoa", "no class 'sfoa' in 'digits'", "did you mean 'sofa'?"), ("10", "no class 10: 'digits' has 10, from 0", "no class 10"),
    ])
    func `is not found without saying why`(word: String, message: String, help: String) throws {
        let lines = try lines(word)
        #expect(lines.contains { $0.contains("error: \(message)") } && lines.contains { $0.contains(help) }, "\(lines)")
    }
}
