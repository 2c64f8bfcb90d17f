import Glibc
import Inference

/// Reads boxes from COCO's JSON, VOC's XML, or a folder of the latter.
package enum BoxFile {
    private static let fileLimit = 200_000

    /// The boxes of a file or of all `.xml` files of a folder.
    ///
    /// - Throws: ``FileError``, ``AnnotationError``; `RunCancelled`.
    package static func read(path: String, control: RunControl = RunControl()) throws -> ObjectBoxes {
        var status = stat()
        let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let boxes = isFolder ? try folder(path, control: control) : try read(MappedFile(path: path))
        guard !boxes.boxes.isEmpty else { throw AnnotationError.noBoxes(path: path) }
        return boxes
    }

    private static func folder(_ path: String, control: RunControl) throws -> ObjectBoxes {
        let names = try fileNames(in: path).filter { $0.hasSuffix(".xml") }.sorted()
        guard !names.isEmpty else { throw AnnotationError.noFiles(path: path) }
        var boxes = ObjectBoxes()
        for (index, name) in names.enumerated() {
            try control.checkCancellation()
            control.report(Double(index) / Double(names.count))
            boxes.add(try read(MappedFile(path: "\(path)/\(name)")))
        }
        return boxes
    }

    private static func fileNames(in path: String) throws -> [String] {
        guard let folder = opendir(path) else { throw FileError(code: errno, path: path, action: "open") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            guard names.count < fileLimit else { throw AnnotationError.tooManyFiles(path: path, limit: fileLimit) }
            names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    /// The boxes of one file, its kind found by its first character.
    package static func read(_ file: MappedFile) throws(AnnotationError) -> ObjectBoxes {
        let first = withExtendedLifetime(file) { file.bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF } }
        switch first {
        case UInt8(ascii: "{"): return try COCOBoxes.read(file)
        case UInt8(ascii: "<"): return try VOCBoxes.read(file)
        default: throw .neither(path: file.path)
        }
    }
}
