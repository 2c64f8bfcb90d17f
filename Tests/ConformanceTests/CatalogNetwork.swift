import ModelFormats
import Testing

/// A network of the catalog, as `load NAME` brings it.
enum CatalogNetwork {
    /// - Throws: ``FetchFailure`` where pip cannot bring it.
    static func model(_ name: String, shapes: InputShapes = InputShapes()) throws -> Model {
        let entry = try #require(ModelCatalog.entry(named: name))
        do {
            return try ModelLoader.load(entry, cache: .standard(), shapes: shapes)
        } catch let error as AssetError {
            throw FetchFailure(name: name, reason: "\(error)")
        }
    }

    /// Where its file is in the cache.
    static func path(_ name: String) throws -> String {
        let entry = try #require(ModelCatalog.entry(named: name))
        let cache = try AssetCache.standard()
        _ = try cache.file(of: entry.asset)
        return cache.path(of: entry.asset)
    }
}
