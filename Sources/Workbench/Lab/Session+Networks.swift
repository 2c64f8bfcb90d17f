import Inference
import Language
import ModelFormats

/// A network to be looked at without being the current one.
struct NamedNetwork {
    let name: String
    let network: Network
    let loaded: LoadedModel
}

extension Session {
    /// The network of a word: the current one's name, one that `net` made, an architecture of the catalog (whose weights are not fetched), or
    /// a file.
    ///
    /// - Throws: A `Diagnostic` that offers the nearest name; what reading throws.
    func network(named word: String) throws -> NamedNetwork {
        if let current = lab.model, current.model.name == word {
            return NamedNetwork(name: word, network: current.network, loaded: current)
        }
        let model: Model
        if let recipe = lab.recipe(named: word) {
            model = try recipe.model(withZeros: true)
        } else if let architecture = ArchitectureCatalog.architecture(named: ModelCatalog.entry(named: word)?.name ?? word) {
            model = try NetworkRecipe(name: architecture.name, source: .architecture(architecture.name)).model(withZeros: true)
        } else if case .unknown = LoadTarget(word) {
            let names = lab.recipeNames + ArchitectureCatalog.all.map(\.name)
            let help = "the networks are \(names.joined(separator: ", ")); 'net \(word) \"c3*5\"' makes one"
            throw Diagnostic("no network or file '\(word)'", help: Suggestion.help(for: word, in: names) ?? help)
        } else {
            model = try self.model(named: word)
        }
        let loaded = try LoadedModel(model, preprocessing: model.preprocessing)
        return NamedNetwork(name: model.name, network: loaded.network, loaded: loaded)
    }
}
