/// A bare Python pickle of NumPy arrays, in dictionaries and lists.
///
/// Source: Python, `pickle`, protocols 2 to 5.
package enum PickleFormat: ModelFormat {
    package static let name = "pickle"

    package static func recognizes(_ file: MappedFile) -> Bool {
        file.byteCount > 2 && file.bytes[0] == PickleOpcode.proto.rawValue && (2...5).contains(file.bytes[1])
    }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        var reader = PickleReader(ByteReader(file.contents))
        let root = try reader.read()
        let arrays = PickledArray(heap: reader.heap, budget: CopyBudget(forFileOf: file.byteCount))
        var weights = PickledWeights(heap: reader.heap) { value throws(ModelFormatError) in try arrays.tensor(value) }
        return .weights(try weights.stateDictionary(of: root))
    }
}
