import CAssets

/// The files that are part of the program.
package enum EmbeddedFile {
    /// The file called `name`.
    ///
    /// - Throws: ``AssetError/notEmbedded(name:)``.
    package static func open(_ name: String) throws(AssetError) -> MappedFile {
        var byteCount = 0
        guard let bytes = cassets_file(name, &byteCount) else { throw .notEmbedded(name: name) }
        return MappedFile(path: name, contents: Array(UnsafeBufferPointer(start: bytes, count: byteCount)))
    }
}
