/// What `torch.save` writes since version 1.6: a zip archive of a pickle and the storages of the tensors.
///
/// Tensors whose storages are stored without compression view the mapped file.
///
/// Source: pytorch, `torch/serialization.py`, and "Serialization semantics".
package enum PyTorchFormat: ModelFormat {
    package static let name = "PyTorch"

    package static func recognizes(_ file: MappedFile) -> Bool {
        guard ZipArchive.recognizes(file) else { return false }
        guard let archive = try? ZipArchive(file) else { return true }
        return archive.members.contains { isPickle($0) }
    }

    private static func isPickle(_ member: ZipMember) -> Bool { member.name == "data.pkl" || member.name.hasSuffix("/data.pkl") }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        let archive = try ZipArchive(file)
        guard let pickle = archive.members.first(where: isPickle) else {
            throw .malformed(format: name, reason: "no 'data.pkl' in the archive")
        }
        let root = String(pickle.name.dropLast("data.pkl".count))
        guard archive.member(named: root + "constants.pkl") == nil else { throw .unsupported("TorchScript: save the state_dict() instead") }

        var reader = PickleReader(ByteReader(try archive.contents(of: pickle)))
        let value = try reader.read()
        var storages = ZipStorages(archive: archive, root: root)
        let tensors = TorchTensors(
            heap: reader.heap, storage: { key, _ throws(ModelFormatError) in try storages.region(key) },
            byteOrder: try byteOrder(archive, root: root), budget: CopyBudget(forFileOf: file.byteCount))
        var weights = PickledWeights(heap: reader.heap) { value throws(ModelFormatError) in try tensors.tensor(value) }
        return .weights(try weights.stateDictionary(of: value))
    }

    private static func byteOrder(_ archive: ZipArchive, root: String) throws(ModelFormatError) -> ByteOrder {
        guard let member = archive.member(named: root + "byteorder") else { return .littleEndian }
        return try archive.contents(of: member, maximumByteCount: 16).copiedBytes == Array("big".utf8) ? .bigEndian : .littleEndian
    }

    /// The storages of an archive; one that was deflated is inflated once.
    private struct ZipStorages {
        let archive: ZipArchive
        let root: String
        private var regions: [String: FileRegion] = [:]

        init(archive: ZipArchive, root: String) {
            self.archive = archive
            self.root = root
        }

        mutating func region(_ key: String) throws(ModelFormatError) -> FileRegion {
            if let region = regions[key] { return region }
            guard let member = archive.member(named: "\(root)data/\(key)") else {
                throw .malformed(format: PyTorchFormat.name, reason: "no storage '\(key)' in the archive")
            }
            let region = try archive.contents(of: member)
            regions[key] = region
            return region
        }
    }
}
