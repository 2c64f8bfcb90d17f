import Imaging
import TestSupport
import Testing

/// The inputs that fuzzing kept, read once more.
struct PictureCorpusTests {
    private static let codecs: [(String, any ImageCodec.Type)] = [("FuzzPNG", PNGCodec.self), ("FuzzJPEG", JPEGCodec.self)]

    @Test(arguments: codecs.indices) func `what holds of a picture's reader holds`(index: Int) throws {
        let (target, codec) = Self.codecs[index]
        for input in try FuzzCorpus.inputs(target) { #expect(PictureProperties.violation(by: input, as: codec) == nil, "\(input)") }
    }
}
