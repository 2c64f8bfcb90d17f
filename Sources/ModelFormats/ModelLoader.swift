import Imaging
import Inference
import Tensors

/// Makes models of files and of the catalog's names.
package enum ModelLoader {
    /// The catalog's network, fetched if it is not in the cache yet, with the names of its classes.
    ///
    /// - Throws: ``AssetError``, ``FileError``, ``ModelFormatError``, ``ModelLoadError``, ``RunCancelled``.
    package static func load(
        _ entry: CatalogEntry, cache: AssetCache, control: RunControl = RunControl(), progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> Model {
        let file = try cache.file(of: entry.asset, control: control, progress: progress)
        let (_, graph) = try graph(in: file, named: entry.name)
        var notes: [String] = []
        var labels: [String]?
        do {
            labels = try entry.labels.names(in: cache, fetching: true, control: control, progress: progress)
        } catch let error as RunCancelled {
            throw error
        } catch {
            notes.append("classes have numbers only: \(error)")
        }
        return Model(
            name: entry.name, graph: graph, preprocessing: entry.preprocessing, labels: labels,
            labelsTitle: labels == nil ? nil : entry.labels.title, source: "\(entry.asset.source)", license: entry.asset.license,
            notes: notes)
    }

    /// The network in a file, whatever its format.
    ///
    /// Weights of an architecture that the catalog has are prepared for as the catalog says; for all others preprocessing is guessed, and
    /// the model's notes say so. Nothing is fetched.
    ///
    /// - Throws: ``FileError``, ``ModelFormatError``, ``ModelLoadError``.
    package static func load(path: String, cache: AssetCache?) throws -> Model {
        let baseName = path.split(separator: "/").last.map(String.init) ?? path
        let name = baseName.split(separator: ".").first.map(String.init) ?? baseName
        let (architecture, graph) = try graph(in: MappedFile(path: path), named: name)
        let entry = architecture.flatMap(ModelCatalog.entry(named:))
        var notes: [String] = []
        let preprocessing: Preprocessing
        if let entry {
            preprocessing = entry.preprocessing
        } else {
            preprocessing = .guessed(for: graph.inputs.first { graph.constants[$0.name] == nil })
            notes.append("preprocessing is guessed: \(preprocessing.sentence)")
        }
        let set = graph.classCount.flatMap { count in entry?.labels.classCount == count ? entry?.labels : LabelSet(classCount: count) }
        let labels = try set.flatMap { set in try cache.flatMap { try set.names(in: $0, fetching: false) } }
        if let set, labels == nil {
            notes.append(
                "classes have numbers only: the names of \(set.title) are not in the cache, 'load labels \(set.rawValue)' brings them")
        }
        return Model(
            name: name, graph: graph, preprocessing: preprocessing, labels: labels, labelsTitle: labels == nil ? nil : set?.title,
            source: path, license: nil, notes: notes)
    }

    /// What a word after `load model` stands for, loaded.
    package static func load(
        _ word: String, cache: AssetCache, control: RunControl = RunControl(), progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> Model {
        switch LoadTarget(word) {
        case .model(let entry): try load(entry, cache: cache, control: control, progress: progress)
        case .file(let path): try load(path: path, cache: cache)
        case .sample, .unknown: throw ModelLoadError.unknownName(word, known: ModelCatalog.all.map(\.name))
        }
    }

    /// The graph, and for weights alone the architecture that they fit.
    private static func graph(in file: MappedFile, named name: String) throws -> (architecture: String?, graph: Graph) {
        switch try ModelFormatCatalog.read(file) {
        case .graph(var graph):
            if graph.name.isEmpty { graph.name = name }
            return (nil, graph)
        case .weights(let weights):
            do throws(ArchitectureError) {
                let (architecture, graph) = try ArchitectureCatalog.graph(for: weights)
                return (architecture, graph)
            } catch {
                throw ModelLoadError.architecture(error, path: file.path)
            }
        }
    }
}

extension Graph {
    /// How many classes the first output tells apart, found from the last layer with weights; `nil` where there is no telling.
    var classCount: Int? {
        let producers = Dictionary(
            nodes.flatMap { node in node.outputs.map { ($0, node) } }, uniquingKeysWith: { first, _ in first })
        var value = outputs.first
        for _ in 0..<8 {
            guard let name = value, let node = producers[name] else { return nil }
            let weights = node.inputs.dropFirst().first.flatMap { constants[$0] }
            switch (node.operatorName, weights) {
            case ("Gemm", let weights?) where weights.shape.rank == 2:
                if case .int(1)? = node.attributes["transB"] { return weights.shape[0] }
                return weights.shape[1]
            case ("MatMul", let weights?) where weights.shape.rank == 2: return weights.shape[1]
            case ("Conv", let weights?) where weights.shape.rank > 0: return weights.shape[0]
            default: value = node.inputs.first { constants[$0] == nil }
            }
        }
        return nil
    }
}
