import Glibc
import Imaging
import Inference
import ModelFormats

/// The pictures of a folder, by their names; folders inside it are not entered.
struct PictureFolder {
    /// As typed, with a `/` at its end.
    let path: String
    /// In alphabetical order.
    let names: [String]

    /// A folder of more pictures than this is refused.
    private static let limit = 100_000
    private static let extensions = ["png", "jpg", "jpeg"]

    /// - Throws: ``PictureFolderError``.
    init(_ typed: String) throws(PictureFolderError) {
        path = typed.hasSuffix("/") ? typed : typed + "/"
        guard let directory = opendir(UserPath.expanded(path)) else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)).lowercased())
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard !name.hasPrefix("."), Self.extensions.contains(where: { name.lowercased().hasSuffix("." + $0) }) else { continue }
            names.append(name)
            guard names.count <= Self.limit else { throw .tooMany(path: path, limit: Self.limit) }
        }
        guard !names.isEmpty else { throw .empty(path: path) }
        self.names = names.sorted()
    }

    /// The picture of a name.
    func picture(_ name: String) throws -> Image {
        try ImageCodecCatalog.decode(try MappedFile(path: UserPath.expanded(path) + name).copy())
    }

    /// A name without what could steer a terminal.
    static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { Self.isPrintable($0) ? $0 : "·" }))
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
        default: true
        }
    }
}

/// Why there are no pictures to go through.
enum PictureFolderError: Error, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case empty(path: String)
    case tooMany(path: String, limit: Int)

    var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "the folder '\(PictureFolder.printable(path))' cannot be opened: \(reason)"
        case .empty(let path): "expected PNG or JPEG files, found none in '\(PictureFolder.printable(path))'"
        case .tooMany(let path, let limit): "expected at most \(limit) pictures, found more in '\(PictureFolder.printable(path))'"
        }
    }
}

/// What came of going through a folder.
struct FolderVisit {
    /// Pictures that were looked at.
    var count = 0
    /// What was wrong with those that could not be read.
    var failures: [String] = []
    /// Whether it was stopped before the end.
    var isCancelled = false

    /// `6 pictures of photos/`, with what is missing.
    func description(of folder: PictureFolder) -> String {
        var words = "\(count) picture\(count == 1 ? "" : "s") of \(PictureFolder.printable(folder.path))"
        if let first = failures.first {
            words += " (\(failures.count) could not be read: \(first)\(failures.count > 1 ? ", …" : ""))"
        }
        return isCancelled ? words + ", stopped after \(count + failures.count) of \(folder.names.count)" : words
    }
}

extension PictureFolder {
    /// Goes through the pictures, one after the other; those that cannot be read are noted, and when it is stopped it ends early.
    func visit(control: RunControl, _ body: (Int, Image) throws -> Void) throws -> FolderVisit {
        var visit = FolderVisit()
        for (index, name) in names.enumerated() {
            if control.isCancelled { break }
            let picture: Image
            do {
                picture = try self.picture(name)
            } catch {
                visit.failures.append("\(Self.printable(name)): \(error)")
                continue
            }
            do {
                try body(index, picture)
                visit.count += 1
            } catch is RunCancelled {
                break
            }
            control.report(Double(index + 1) / Double(names.count))
        }
        visit.isCancelled = control.isCancelled && visit.count + visit.failures.count < names.count
        return visit
    }
}
