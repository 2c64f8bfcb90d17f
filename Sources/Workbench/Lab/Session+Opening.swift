import Imaging
import Language
import ModelFormats

/// Models and pictures by the word that stands for them, without making them the current ones.
extension Session {
    /// The model of the catalog, or of a file; fetched where it is not there yet.
    ///
    /// - Throws: A `Diagnostic` that offers the nearest name; what reading throws.
    func model(named word: String, shapes: InputShapes = InputShapes()) throws -> Model {
        switch LoadTarget(word) {
        case .sample, .unknown: throw LoadTarget.noSuchName(word, in: ModelCatalog.all.map(\.name))
        case .model, .file: break
        }
        let progress = DownloadReport(self)
        defer { progress.finish() }
        return try ModelLoader.load(word, cache: try AssetCache.standard(), shapes: shapes, control: control, progress: progress.show)
    }

    /// The picture of a sample, or of a file; fetched where it is not there yet.
    ///
    /// - Throws: A `Diagnostic` that offers the nearest name; what reading throws.
    func picture(named word: String) throws -> Image {
        let file: MappedFile
        switch LoadTarget(word) {
        case .sample(let sample):
            let progress = DownloadReport(self)
            defer { progress.finish() }
            file = try AssetCache.standard().file(of: sample.asset, control: control, progress: progress.show)
        case .file(let path): file = try MappedFile(path: path)
        case .model, .unknown: throw LoadTarget.noSuchName(word, in: SampleCatalog.all.map(\.name))
        }
        do {
            return try ImageCodecCatalog.decode(file.copy())
        } catch {
            throw Diagnostic("'\(word)': \(error)")
        }
    }
}

extension LoadTarget {
    static func noSuchName(_ word: String, in names: [String]) -> Diagnostic {
        Diagnostic(
            "no file, model or sample '\(word)'",
            help: Suggestion.help(for: word, in: names) ?? "the models and samples are \(names.joined(separator: ", "))")
    }
}

extension MappedFile {
    /// The bytes of a file, or the first of them; the file stays mapped while they are read.
    func copy(prefix: Int = .max) -> [UInt8] { withExtendedLifetime(self) { Array(bytes.prefix(prefix)) } }
}
