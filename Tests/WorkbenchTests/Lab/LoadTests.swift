import Foundation
import TestSupport
import Testing
import Workbench

/// What `load` does to a session, and what it leaves alone when it fails.
struct LoadTests {
    /// `¦` marks where the caret must stand; `BAD` and `GOOD` are the fixtures' folders.
    @Test(arguments: [
        ("load ¦/nowhere/cat.jpg", "no file '/nowhere/cat.jpg'"),
        ("load ¦chelsae", "no file, model or sample 'chelsae'"),
        ("load model ¦digit-7", "no file, model or sample 'digit-7'"),
        ("load image ¦digits", "no file, model or sample 'digits'"),
        ("load ¦BAD/text.onnx", "'BAD/text.onnx': expected a model file"),
        ("load ¦BAD/truncated.onnx", "'BAD/truncated.onnx': not an ONNX file"),
        ("load ¦BAD/runs-command.pth", "'BAD/runs-command.pth': refuses to call 'os.system'"),
        ("load ¦BAD/runs-command-legacy.pth", "'BAD/runs-command-legacy.pth': refuses to call 'os.system'"),
        ("load ¦BAD/random.bin", "'BAD/random.bin': expected a model file"),
        ("load image ¦BAD/text.onnx", "'BAD/text.onnx': expected a PNG or JPEG image"),
        ("load ¦BAD/cmyk.jpg", "'BAD/cmyk.jpg': JPEG with"),
        ("load ¦GOOD/weights.pth", "'GOOD/weights.pth':"),
        ("load ¦GOOD/rows.npy", "expected a tensor of shape 1x1x28x28, found"),
        ("load labels ¦BAD/random.bin", "expected names of classes in 'BAD/random.bin', found no text"),
        ("load ¦/", "expected a file, '/' is a directory or a device"),
        ("load digits size ¦28", "expected 'image' with 'size', found a model"),
        ("load digits fit ¦crop", "expected 'image' with 'fit', found a model"),
        ("load digit-7 fit ¦squeeze", "expected 'crop', 'pad' or 'stretch', found 'squeeze'"),
        ("load digit-7 size ¦0", "expected a size such as '8x8' or '8', found '0'"),
        ("load image ¦digit-3 size 40", nil),
        ("¦load", "expected a model, an image or a path after 'load', found the end of the line"),
    ])
    func `a load that fails points at its word and changes nothing`(marked: String, message: String?) throws {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits; load digit-7; layer conv1; let before = logits")
        _ = transcript.take()
        let places = { (text: String) in
            text.replacing("BAD/", with: Fixtures.bad("")).replacing("GOOD/", with: Fixtures.good(""))
        }
        let line = places(marked)
        #expect(!session.execute(line.replacing("¦", with: "")))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        if let message { #expect(diagnostic.message.hasPrefix(places(message)), "\(diagnostic.message)") }
        let mark = try #require(line.firstIndex(of: "¦"))
        #expect(diagnostic.range?.start == line[..<mark].utf8.count)
        #expect(session.execute("expect logits == before; expect labels[argmax(logits)] == \"7\"; expect shape(image) == [28, 28, 3]"))
        #expect(session.lab.currentLayer?.name == "conv1")
    }

    @Test func `a truncated picture is refused and the one before stays`() throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        session.execute(folder.holding("load digits; load digit-7; show image; save figure to seven.png"))
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/seven.png")))
        _ = try folder.write(Array(bytes.prefix(bytes.count / 2)), to: "half.png")
        _ = transcript.take()
        #expect(!session.execute(folder.holding("load half.png")))
        #expect(transcript.takeDiagnostics().first?.message.hasPrefix("'\(folder.path)/half.png': PNG cannot be read") == true)
        #expect(session.lab.image?.name == "digit-7")
        #expect(session.execute(folder.holding("load seven.png; expect labels[argmax(logits)] == \"7\"")))
    }

    @Test func `the kind of a file is found from its content`() throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        _ = try folder.write(Array("zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n".utf8), to: "names.txt")
        let script = """
            load digits; load digit-7; let scores = logits; let seen = input
            load names.txt; expect labels[argmax(logits)] == "seven"
            save input to seven.npy; load digit-3; expect labels[argmax(logits)] == "three"
            load seven.npy; expect input == seen; expect logits == scores
            show image; save figure to seven.png; load digit-1; load seven.png; expect labels[argmax(logits)] == "three"
            """
        #expect(session.execute(folder.holding(script)), "\(transcript.take())")
    }

    @Test(arguments: [
        ("", "stretched to 28x28"), ("size 28 fit crop", "cropped to 28x28"), ("fit pad", "padded to 28x28"),
        ("size 28x28", "stretched to 28x28"),
    ])
    func `size and fit say how a picture comes to the network`(clauses: String, words: String) {
        let (succeeded, lines) = Transcript.run("load digits; load image digit-7 \(clauses)")
        #expect(succeeded)
        #expect(lines.last?.hasPrefix("digit-7: 28x28 gray") == true && lines.last?.contains(words) == true)
    }

    @Test func `a path may begin at home`() {
        let home = NSHomeDirectory()
        #expect(Transcript.run("load ~/no/such.png").lines.first == "error: no file '\(home)/no/such.png'")
        let saved = Transcript.run("save ([1]) to ~/no/such.npy").lines.first
        #expect(saved?.hasPrefix("error: '\(home)/no/such.npy' cannot be written") == true)
    }

    @Test func `labels need a model and one name for each class`() throws {
        let folder = TemporaryFolder()
        _ = try folder.write(Array("yes\nno\n".utf8), to: "names.txt")
        #expect(Transcript.run(folder.holding("load names.txt")).lines.first == "error: no model is loaded")
        #expect(Transcript.run(folder.holding("load digits; load names.txt")).lines.contains("error: expected 10 labels, found 2"))
    }

    @Test func `another model forgets the layer and keeps the picture`() {
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute("load digits; load digit-7; layer conv1; load digits; predict"))
        #expect(session.lab.currentLayer == nil)
        #expect(session.lab.image?.name == "digit-7")
    }

    @Test func `a reset forgets model, picture, layer and figure`() {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits; load digit-7; layer conv1; show maps; reset")
        #expect(session.lab.model == nil && session.lab.image == nil && session.lab.currentLayer == nil && session.lab.lastFigure == nil)
        _ = transcript.take()
        #expect(!session.execute("predict"))
        #expect(transcript.takeDiagnostics().map(\.message) == ["no model is loaded"])
    }

    @Test func `a model whose file is cut short while it is in use is forgotten`() throws {
        let folder = TemporaryFolder()
        let whole = Fixtures.folder + "../../Sources/CAssets/Files/digits.safetensors"
        let path = try folder.write(Array(try Data(contentsOf: URL(fileURLWithPath: whole))), to: "model.safetensors")
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute("load '\(path)'; load digit-7"))
        truncate(path, 4096)
        #expect(!session.execute("predict"))
        let message = transcript.takeDiagnostics().last?.message
        #expect(message == "'\(path)' was cut short while it was in use: what was shown last may be wrong")
        #expect(!session.execute("predict"))
        #expect(transcript.takeDiagnostics().last?.message == "no model is loaded")
    }
}
