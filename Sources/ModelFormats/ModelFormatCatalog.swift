/// Every model format, the surest to recognize first.
package enum ModelFormatCatalog {
    package static let all: [any ModelFormat.Type] = [
        SafeTensorsFormat.self, PyTorchLegacyFormat.self, NPYFormat.self, NPZFormat.self, PyTorchFormat.self, PickleFormat.self,
        ONNXFormat.self,
    ]

    /// Reads a file in whichever format it is.
    ///
    /// - Throws: ``ModelFormatError``, with the file's name.
    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        try ModelFormatError.located(in: "'\(file.path)'") { () throws(ModelFormatError) in
            guard let format = all.first(where: { $0.recognizes(file) }) else {
                throw .unrecognized(firstBytes: Array(file.bytes.prefix(8)), known: all.map { $0.name })
            }
            let contents = try format.read(file)
            if file.isCut { throw .file(.cutShort(path: file.path)) }
            return contents
        }
    }
}
