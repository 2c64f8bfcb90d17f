import Glibc
import Imaging
import TerminalGraphics

/// The folder that `--save-figures` fills: every figure as a PNG, in the order shown, such as `001-maps-of-conv1.png`.
struct FigureArchive {
    let folder: String
    private(set) var count = 0

    init(folder: String) {
        self.folder = folder
    }

    /// - Throws: `ArchiveError` when the folder or the file cannot be written, `ImageError` when the picture cannot be encoded.
    mutating func add(_ figure: Figure) throws {
        count += 1
        try makeFolder()
        let number = String(repeating: "0", count: max(0, 3 - String(count).count)) + String(count)
        let path = folder + "/" + ([number] + Self.words(of: figure.caption)).joined(separator: "-") + ".png"
        let bytes = try Self.png(figure.image)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ArchiveError(path: path, code: errno) }
        let isWritten = TerminalOutput.write(bytes, to: descriptor)
        let code = errno
        guard close(descriptor) == 0, isWritten else { throw ArchiveError(path: path, code: code) }
    }

    private static func png(_ image: Image) throws(ImageError) -> [UInt8] {
        let isPlain =
            image.channelCount == 3 && (1...Int(Int32.max)).contains(image.heightInPixels)
            && (1...Int(Int32.max)).contains(image.widthInPixels)
        return isPlain ? QuickPNG.encode(image) : try PNGCodec.encode(image)
    }

    /// The first words of a caption, up to its colon, as they may stand in a file's name: `conv1-3` for `conv1:3: 28x28, …`.
    static func words(of caption: String) -> [String] {
        let title = caption.split(separator: ": ", maxSplits: 1).first ?? ""
        let beginning = title.prefix { !",;(·".contains($0) }.lowercased()
        let words = beginning.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        var kept: [String] = []
        for word in words where kept.joined(separator: "-").count + word.count < 40 { kept.append(word) }
        return kept
    }

    private func makeFolder() throws(ArchiveError) {
        for end in folder.indices.dropFirst() where folder[end] == "/" { mkdir(String(folder[..<end]), 0o755) }
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw ArchiveError(path: folder, code: errno) }
    }
}

/// A figure that cannot be saved.
struct ArchiveError: Error, CustomStringConvertible {
    let path: String
    /// The system's error number.
    let code: Int32

    var description: String { "cannot write '\(path)': \(String(cString: strerror(code)).lowercased())" }
}
