import Tensors

/// The files beside a model that hold weights too large for it; each is mapped once.
///
/// Only files in the model's own directory and below are looked at, whatever the model says.
///
/// Source: ONNX, "External Data".
final class ONNXExternalFiles {
    private let directory: String
    private let model: MappedFile
    private var files: [String: MappedFile] = [:]

    init(beside file: MappedFile) {
        model = file
        directory = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
    }

    /// The stretch that a tensor's external_data describes: a location, and where in it the bytes are.
    func region(_ properties: [ONNXPropertyProto]) throws(ModelFormatError) -> FileRegion {
        let values = Dictionary(properties.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        guard let location = values["location"] else {
            throw .malformed(format: ONNXFormat.name, reason: "numbers in another file, without its name")
        }
        let contents = try file(named: location).contents
        let offset = try number(values["offset"]) ?? 0
        let byteCount = try number(values["length"]) ?? max(0, contents.byteCount - offset)
        guard let region = contents.part(offset: offset, byteCount: byteCount) else {
            throw .truncated(
                part: "'\(location)' from byte \(offset)", expectedByteCount: byteCount, foundByteCount: max(0, contents.byteCount - offset)
            )
        }
        return region
    }

    private func file(named name: String) throws(ModelFormatError) -> MappedFile {
        if let file = files[name] { return file }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !name.contains("\0") else {
            throw .unsupported("a file of weights outside the model's directory ('\(name)')")
        }
        do throws(FileError) {
            let file = try MappedFile(path: directory + name)
            files[name] = file
            model.add(companion: file)
            return file
        } catch {
            throw .file(error)
        }
    }

    private func number(_ text: String?) throws(ModelFormatError) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .malformed(format: ONNXFormat.name, reason: "'\(text)' is no place in a file")
        }
        return number
    }
}
