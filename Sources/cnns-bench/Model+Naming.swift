import ArgumentParser
import ModelFormats

extension Model {
    /// A file, a network of the catalog or, with random weights, an architecture.
    static func named(_ word: String, random: Bool) throws -> Model {
        guard random else { return try ModelLoader.load(word, cache: AssetCache.standard()) }
        guard let architecture = ArchitectureCatalog.architecture(named: word) else {
            throw ValidationError("expected the name of an architecture, found '\(word)'")
        }
        return try NetworkRecipe(name: architecture.name, source: .architecture(architecture.name)).model(withZeros: false)
    }
}
