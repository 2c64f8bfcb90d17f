import Foundation
import ModelFormats
import Tensors
import TestSupport
import Testing
import Workbench

/// Models with inputs out of the ordinary: several, channels last, other types than float32, shapes that the file leaves open.
struct InputTests {
    private func run(_ lines: String, _ transcript: Transcript = Transcript()) -> Bool {
        transcript.session().execute(lines.replacing("GOOD/", with: Fixtures.good("")))
    }

    @Test func `a picture and a tensor are fed to two inputs`() throws {
        let folder = TestSupport.TemporaryFolder()
        let mask = try folder.write(NPYFormat.encode(Tensor([1, 1, 6, 8], repeating: 2)), to: "mask.npy")
        #expect(
            run(
                """
                load GOOD/two-inputs.onnx input picture=1x3x6x8 mask=1x1x6x8
                load digit-7
                load input \(mask) as mask
                layer maps; let twice = maps; let scores = logits
                expect shape(twice) == [4, 6, 8]; expect count(scores) == 4
                layer conv; expect twice == maps * 2
                layers; show maps of conv
                """))
    }

    @Test(
        arguments: [
            ("load GOOD/two-inputs.onnx", "the shape of input 'mask' is open: ?x1x?x?", "input mask=1x1x1x1' states it"),
            (
                "load GOOD/two-inputs.onnx input mask=1x1x6x8 picture=1x3x6x8; load digit-7; predict",
                "nothing is fed to 'mask' (1x1x6x8) of 'two-inputs'", "'load input FILE.npy as mask' feeds a tensor"
            ),
            (
                "load GOOD/two-inputs.onnx input mask=1x1x6x8 picture=1x3x6x8; load input GOOD/rows.npy as masks",
                "no input 'masks' in 'two-inputs', which has 'picture', 'mask'", nil
            ),
            (
                "load GOOD/two-inputs.onnx input mask=1x1x6x8 picture=1x3x6x8; load input GOOD/rows.npy as mask",
                "expected a tensor of shape 1x1x6x8, found", nil
            ),
            ("load GOOD/two-inputs.onnx input mask=6x8", "expected 4 dimensions for 'mask' (?x1x?x?), found 6x8", nil),
            ("load GOOD/two-inputs.onnx input 6xW", "expected a shape such as '1x3x320x320' or 'name=1x3x320x320', found '6xW'", nil),
            ("load digit-7 input 1x3x6x8", "expected 'model' with 'input', found an image", nil),
            ("load digits as input", "expected 'input' with 'as', found a model", nil),
            ("load digits input 1x1x20x20", "node 'fc1' (Gemm)", nil),
        ] as [(String, String, String?)])
    func `what is missing or does not fit is named`(lines: String, message: String, help: String?) throws {
        let transcript = Transcript()
        #expect(!run(lines, transcript))
        let diagnostic = try #require(transcript.takeDiagnostics().last)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic.message)")
        if let help { #expect(diagnostic.help?.hasSuffix(help) == true, "\(diagnostic.help ?? "")") }
    }

    @Test func `pictures go to an input of bytes with its channels last`() {
        let transcript = Transcript()
        #expect(
            run(
                """
                load GOOD/channels-last.onnx; load digit-7; show image
                expect shape(input) == [1, 8, 12, 3]; expect max(input) > 1; expect labels[1] == "bee's"; predict
                set input layout nhwc order bgr; predict; cam
                """, transcript))
        let text = transcript.take().joined(separator: "\n")
        #expect(text.contains("note: input 'input' is declared as 10x8x12x3; it is fed one picture at a time"))
        #expect(text.contains("mean 0, deviation 1, channels last; 'set input' changes it"))
        #expect(text.contains("4 outputs (from the file)"))
    }

    @Test(arguments: ["float16", "bfloat16"]) func `weights of 16 bits compute what those of 32 do`(type: String) {
        let transcript = Transcript()
        #expect(
            run(
                """
                load GOOD/network.onnx; load digit-7; layer relu; let wide = maps
                load GOOD/\(type).onnx; layer relu; expect maps == wide
                """, transcript))
        #expect(transcript.take().joined(separator: "\n").contains("note: \(type) is computed in float32"))
    }

    @Test func `a shape that the file declares otherwise is bound at load`() {
        #expect(run("load GOOD/network.onnx input 1x3x20x30; load digit-7; layer conv1; expect shape(maps) == [4, 20, 30]"))
    }
}
