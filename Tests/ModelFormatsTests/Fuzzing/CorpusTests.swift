import ModelFormats
import TestSupport
import Testing

/// The inputs that fuzzing kept, read once more.
struct CorpusTests {
    private static let formats: [(String, any ModelFormat.Type)] = [
        ("FuzzONNX", ONNXFormat.self), ("FuzzPickle", PickleFormat.self), ("FuzzPickle", PyTorchLegacyFormat.self),
        ("FuzzSafeTensors", SafeTensorsFormat.self), ("FuzzNumPy", NPYFormat.self),
    ]

    @Test(arguments: formats.indices) func `what holds of a model's reader holds`(index: Int) throws {
        let (target, format) = Self.formats[index]
        for input in try FuzzCorpus.inputs(target) { #expect(ModelFileProperties.violation(by: input, as: format) == nil, "\(input)") }
    }

    @Test func `what holds of archives holds`() throws {
        for input in try FuzzCorpus.inputs("FuzzZip") { #expect(ArchiveProperties.violation(by: input) == nil, "\(input)") }
    }

    @Test func `what holds of a network's text holds`() throws {
        for input in try FuzzCorpus.inputs("FuzzNetwork") { #expect(NetworkTextProperties.violation(by: input) == nil, "\(input)") }
    }

    @Test func `what holds of annotations holds`() throws {
        for input in try FuzzCorpus.inputs("FuzzBoxes") { #expect(BoxFileProperties.violation(by: input) == nil, "\(input)") }
    }
}
