import TestSupport
import Testing
import Workbench

@Suite struct CompareTests {
    /// What a line says after the digit network and a seven were loaded.
    private func said(_ line: String) -> (lines: [String], succeeded: Bool) {
        let transcript = Transcript()
        let session = transcript.session()
        session.execute("load digits; load digit-7")
        _ = transcript.take()
        let succeeded = session.execute(line)
        return (transcript.take(), succeeded)
    }

    @Test(arguments: [
        ("compare digit-7 with digit-7", "root mean square 0, greatest difference 0"),
        ("compare digit-7 with digit-1", "digit-1: 1, 99.7 %"),
        ("compare conv1 with conv1", "linear CKA               1"),
        ("compare conv1:2 with conv1:2", "correlation 1, cosine 1, relative distance 0"),
        ("compare naive with true of conv1", "mean correlation 1, convolution 1 of 2 in the chain"),
        ("compare naive with true of conv2", "naive 16x28x28, true 16x14x14: the chain has left out the pooling in between"),
        ("compare digits with digits", "54,314"),
    ]) func `a comparison says how far things are apart`(line: String, words: String) {
        let said = said(line)
        #expect(said.succeeded)
        #expect(said.lines.joined(separator: "\n").contains(words), "\(said.lines.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("compare conv1 with digit-7", "expected another layer to compare a layer with, found an image"),
        ("compare naive with edited", "expected 'true' to compare 'naive' with, found 'edited'"),
        ("compare original with edited", "no edits are in force"),
        ("compare conv1:0 with conv2:0", "'conv1:0' is 28x28, 'conv2:0' is 14x14"),
        ("compare conv1:0 with conv1:8", "no channel 8 in 'conv1', which has 8"),
        ("compare conv1 with fc1", "expected maps [1, C, H, W], found the shape 1x64 at 'fc1'"),
        ("compare naive with true of fc1", "'fc1' is no convolution of the naive chain, which ends at 'conv2'"),
        ("compare digit-7 with digit-77", "no file, model or sample 'digit-77'"),
    ]) func `what cannot be compared is refused`(line: String, message: String) {
        let said = said(line)
        #expect(!said.succeeded)
        #expect(said.lines.joined(separator: "\n").contains(message), "\(said.lines.joined(separator: "\n"))")
    }
}
