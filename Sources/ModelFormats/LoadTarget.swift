import Glibc

/// What a word after `load` stands for.
///
/// A word with a `/` or a `.` is a file. Any other is a name of the catalogs, and only when they do not have it, a file: so that a
/// directory's content never changes what `load digits` means.
package enum LoadTarget: Sendable {
    case model(CatalogEntry)
    case sample(Sample)
    case file(String)
    /// Neither in the catalogs nor on disk.
    case unknown(String)

    package init(_ word: String) {
        if word.contains("/") || word.contains(".") {
            self = .file(word)
        } else if let entry = ModelCatalog.entry(named: word) {
            self = .model(entry)
        } else if let sample = SampleCatalog.sample(named: word) {
            self = .sample(sample)
        } else if access(word, F_OK) == 0 {
            self = .file(word)
        } else {
            self = .unknown(word)
        }
    }

    /// Every name of the catalogs, for completion and for the nearest name.
    package static let names: [String] = (ModelCatalog.all.map(\.name) + SampleCatalog.all.map(\.name)).sorted()
}
