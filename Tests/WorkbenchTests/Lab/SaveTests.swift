import Foundation
import Imaging
import ModelFormats
import TestSupport
import Testing
import Workbench

/// What `save` writes can be read back.
struct SaveTests {
    @Test func `maps come back from a file as they were`() throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(folder.holding("load digits; load digit-7; save maps of conv2 to maps.npy; let x = maps(\"conv2\")")))
        let read = try NPYFormat.readTensor(MappedFile(path: "\(folder.path)/maps.npy").contents)
        let saved = try #require(session.variables["x"]).tensor()
        #expect(read.shape == saved.shape)
        #expect(read.floats == saved.floats)
    }

    @Test func `a matrix is written as rows between commas`() throws {
        let folder = TemporaryFolder()
        #expect(Transcript.run(folder.holding("let x = [[1, 2.5], [-3, 4]]; save $x to x.csv")).succeeded)
        #expect(try String(contentsOfFile: "\(folder.path)/x.csv", encoding: .utf8) == "1.0,2.5\n-3.0,4.0\n")
    }

    @Test func `a figure is written as it was shown`() throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(folder.holding("load digits; show filters of conv1; save figure to filters.png")))
        let figure = try #require(session.lab.lastFigure)
        let image = try ImageCodecCatalog.decode(Array(Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/filters.png"))))
        #expect(image.samples == figure.image.samples)
    }

    @Test func `a session is written as a script that does the same again`() throws {
        let folder = TemporaryFolder()
        let session = Transcript().session()
        session.execute("load digits")
        session.execute("load nothing.png")
        session.execute("load digit-7; let x = argmax(logits)")
        session.execute(folder.holding("save session to session.cnns"))
        let script = try String(contentsOfFile: "\(folder.path)/session.cnns", encoding: .utf8)
        #expect(script == "# %%\nload digits\n\n# %%\nload digit-7; let x = argmax(logits)\n")
        #expect(Transcript.run("run \(folder.path)/session.cnns\nexpect x == 7").succeeded)
    }

    @Test(arguments: [
        ("save ¦figure to x.png", "no figure was shown yet"),
        ("save maps of conv1 ¦to x.png", "expected a path that ends in '.npy' or '.csv' for a tensor"),
        ("save session ¦to x.npy", "expected a path that ends in '.cnns', '.html', '.md' or '.ipynb' for a session"),
        ("save ¦maps", "expected 'to' after 'maps', found the end of the line"),
        ("save maps of ¦conv9 to x.npy", "no layer 'conv9'"),
        ("save maps of conv1 to ¦/nowhere/x.npy", "'/nowhere/x.npy' cannot be written"),
    ])
    func `what cannot be saved leaves no file`(marked: String, message: String) throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits; load digit-7")
        #expect(!session.execute(folder.holding(marked.replacing("¦", with: ""))))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        #expect(folder.names.isEmpty)
    }
}
