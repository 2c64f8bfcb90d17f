/// What `torch.save` wrote before version 1.6: pickles one after the other, then the storages.
///
/// Magic number, protocol, facts about the machine, the object, the keys of the storages; then for each of these the number of its
/// elements, 64 bits wide, and the elements.
///
/// Source: pytorch, `torch/serialization.py`, `_legacy_load`.
package enum PyTorchLegacyFormat: ModelFormat {
    package static let name = "legacy PyTorch"

    /// 0x1950a86a20f9469cfc6c as protocol 2 pickles it.
    private static let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    private static let protocolVersion = 1001

    package static func recognizes(_ file: MappedFile) -> Bool {
        file.bytes.dropFirst(2).starts(with: [PickleOpcode.long1.rawValue, UInt8(magicNumber.count)] + magicNumber)
    }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        var bytes = ByteReader(file.contents)
        guard try pickle(&bytes).value == .longInteger(magicNumber) else { throw .malformed(format: name, reason: "no magic number") }
        guard try pickle(&bytes).value == .int(protocolVersion) else { throw .unsupported("a protocol other than \(protocolVersion)") }
        _ = try pickle(&bytes)
        let object = try pickle(&bytes)
        let keys = try pickle(&bytes)
        let storages = try storages(keys, of: object.heap, in: &bytes)
        let tensors = TorchTensors(
            heap: object.heap,
            storage: { key, _ throws(ModelFormatError) in
                guard let region = storages[key] else { throw .malformed(format: name, reason: "no storage '\(key)' in the file") }
                return region
            }, budget: CopyBudget(forFileOf: file.byteCount))
        var weights = PickledWeights(heap: object.heap) { value throws(ModelFormatError) in try tensors.tensor(value) }
        return .weights(try weights.stateDictionary(of: object.value))
    }

    private static func pickle(_ bytes: inout ByteReader) throws(ModelFormatError) -> (value: PickleValue, heap: PickleHeap) {
        var reader = PickleReader(bytes)
        let value = try reader.read()
        bytes = reader.reader
        return (value, reader.heap)
    }

    /// The bytes of each storage, in the order of their keys; only the object says how wide the elements are.
    private static func storages(
        _ keys: (value: PickleValue, heap: PickleHeap), of heap: PickleHeap, in bytes: inout ByteReader
    ) throws(ModelFormatError) -> [String: FileRegion] {
        var widths: [String: Int] = [:]
        for (index, node) in heap.nodes.enumerated() where node.kind == .persistent {
            let reference = try TorchStorageReference(.node(index), in: heap)
            widths[reference.key] = reference.elementType?.byteWidth ?? 1
        }
        var storages: [String: FileRegion] = [:]
        for key in keys.heap.elements(keys.value) ?? [] {
            guard case .string(let key) = key, let width = widths[key] else {
                throw .malformed(format: name, reason: "a storage that no tensor uses")
            }
            let count = try bytes.count(UInt64.self, "storage '\(key)'")
            let (byteCount, overflows) = count.multipliedReportingOverflow(by: width)
            storages[key] = try bytes.part(overflows ? .max : byteCount, "storage '\(key)'")
        }
        return storages
    }
}
