/// NumPy arrays by name, in a zip archive.
///
/// Source: NumPy enhancement proposal 1.
package enum NPZFormat: ModelFormat {
    package static let name = "NPZ"

    package static func recognizes(_ file: MappedFile) -> Bool {
        guard ZipArchive.recognizes(file), let archive = try? ZipArchive(file) else { return false }
        return !archive.members.isEmpty && archive.members.allSatisfy { $0.name.hasSuffix(".npy") }
    }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        let archive = try ZipArchive(file)
        var weights = StateDictionary()
        for member in archive.members {
            let array = try archive.contents(of: member)
            weights[String(member.name.dropLast(".npy".count))] = try ModelFormatError.located(in: "array '\(member.name)'") {
                () throws(ModelFormatError) in try NPYFormat.readTensor(array)
            }
        }
        return .weights(weights)
    }
}
