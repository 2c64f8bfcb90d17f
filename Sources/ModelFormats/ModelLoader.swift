import Imaging
import Inference
import Tensors

/// Makes models of files and of the catalog's names.
package enum ModelLoader {
    /// The catalog's network, fetched if it is not in the cache yet, with the names of its classes.
    ///
    /// - Throws: ``AssetError``, ``FileError``, ``ModelFormatError``, ``ModelLoadError``, ``InputShapeError``, `RunCancelled`.
    package static func load(
        _ entry: CatalogEntry, cache: AssetCache, shapes: InputShapes = InputShapes(), control: RunControl = RunControl(),
        progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> Model {
        let file = try cache.file(of: entry.asset, control: control, progress: progress)
        var contents = try contents(of: file, named: entry.name)
        contents.graph.name = entry.name
        _ = contents.graph.computeInFloat32()
        contents.graph.openInput(for: entry.preprocessing)
        try shapes.bind(&contents.graph)
        let preprocessing = entry.preprocessing.resized(to: shapes.isEmpty ? nil : contents.graph.pictureInput)
        var notes: [String] = []
        var labels = contents.labels
        do {
            if let set = entry.labels { labels = try set.names(in: cache, fetching: true, control: control, progress: progress) }
        } catch let error as RunCancelled {
            throw error
        } catch {
            notes.append("classes have numbers only: \(error)")
        }
        return Model(
            name: entry.name, graph: contents.graph, preprocessing: preprocessing, labels: labels,
            labelsTitle: labels == nil ? nil : entry.labels?.title ?? "from the file", source: "\(entry.asset.source)",
            license: entry.asset.license, notes: notes, file: file)
    }

    /// The network in a file, whatever its format.
    ///
    /// Weights of an architecture that the catalog has are prepared for as the catalog says; for all others preprocessing is guessed, and
    /// the model's notes say so. Nothing is fetched.
    ///
    /// - Throws: ``FileError``, ``ModelFormatError``, ``ModelLoadError``, ``InputShapeError``.
    package static func load(path: String, cache: AssetCache?, shapes: InputShapes = InputShapes()) throws -> Model {
        let baseName = path.split(separator: "/").last.map(String.init) ?? path
        let name = baseName.split(separator: ".").first.map(String.init) ?? baseName
        let file = try MappedFile(path: path)
        var contents = try contents(of: file, named: name)
        var notes = contents.notes + contents.graph.openBatch()
        let narrow = contents.graph.computeInFloat32()
        if !narrow.isEmpty { notes.append("\(narrow.map(\.rawValue).joined(separator: " and ")) is computed in float32") }
        try shapes.bind(&contents.graph)
        let entry = contents.architecture.flatMap(ModelCatalog.entry(named:))
        let preprocessing: Preprocessing
        if let entry {
            preprocessing = entry.preprocessing.resized(to: shapes.isEmpty ? nil : contents.graph.pictureInput)
        } else {
            preprocessing = .guessed(for: contents.graph.pictureInput)
            if contents.graph.pictureInput != nil {
                notes.append("preprocessing is guessed: \(preprocessing.sentence); 'set input' changes it")
            }
        }
        let names = try ClassNames(of: contents, entry: entry, cache: cache)
        return Model(
            name: name, graph: contents.graph, preprocessing: preprocessing, labels: names.labels, labelsTitle: names.title, source: path,
            license: nil, notes: notes + names.notes, file: file)
    }

    /// What a word after `load model` stands for, loaded.
    package static func load(
        _ word: String, cache: AssetCache, shapes: InputShapes = InputShapes(), control: RunControl = RunControl(),
        progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> Model {
        switch LoadTarget(word) {
        case .model(let entry): try load(entry, cache: cache, shapes: shapes, control: control, progress: progress)
        case .file(let path): try load(path: path, cache: cache, shapes: shapes)
        case .sample, .unknown: throw ModelLoadError.unknownName(word, known: ModelCatalog.all.map(\.name))
        }
    }

    /// What a file holds: the graph, and for weights alone the architecture that they fit.
    private static func contents(of file: MappedFile, named name: String) throws -> LoadedContents {
        switch try ModelFormatCatalog.read(file) {
        case .graph(var graph):
            if graph.name.isEmpty { graph.name = name }
            return LoadedContents(architecture: nil, graph: graph)
        case .weights(let weights):
            do throws(ArchitectureError) {
                let recognition = try ArchitectureCatalog.graph(for: weights)
                var graph = recognition.graph
                graph.metadata = weights.metadata
                return LoadedContents(architecture: recognition.name, graph: graph, notes: recognition.notes)
            } catch {
                throw ModelLoadError.architecture(error, path: file.path)
            }
        }
    }
}

/// A file's network, before anybody has said how it is to be used.
struct LoadedContents {
    /// The architecture that weights alone fit.
    let architecture: String?
    var graph: Graph
    var notes: [String] = []

    /// The names of the classes that the file itself gives.
    var labels: [String]? { graph.classCount.flatMap { MetadataLabels.names(in: graph.metadata, classCount: $0) } }
}

extension ArchitectureCatalog.Recognition {
    /// That something was left out, and what.
    fileprivate var notes: [String] {
        guard !leftOut.isEmpty else { return [] }
        let names = leftOut.prefix(3).map { "'\($0)'" }.joined(separator: ", ") + (leftOut.count > 3 ? ", …" : "")
        return ["tensors that '\(name)' does not have are left out, \(leftOut.count) of them: \(names)"]
    }
}

/// What the classes of a file's network are called, and what is to be said about it.
private struct ClassNames {
    var labels: [String]?
    var title: String?
    var notes: [String] = []

    /// The file's own names, else the catalog's for the architecture, else those that the number of classes stands for.
    init(of contents: LoadedContents, entry: CatalogEntry?, cache: AssetCache?) throws {
        if let own = contents.labels {
            (labels, title) = (own, "from the file")
            return
        }
        guard let count = contents.graph.classCount else { return }
        guard let set = entry?.labels.flatMap({ $0.classCount == count ? $0 : nil }) ?? LabelSet(classCount: count) else {
            notes = ["classes have numbers only: nothing says what these \(count) are, 'load labels FILE' names them"]
            return
        }
        labels = try cache.flatMap { try set.names(in: $0, fetching: false) }
        if labels != nil {
            title = set.title
            if entry == nil { notes = ["the names of \(set.title) are guessed from the number of classes, \(count)"] }
        } else {
            notes = ["classes have numbers only: the names of \(set.title) are not in the cache, 'load labels \(set.rawValue)' brings them"]
        }
    }
}

// MARK: - Inputs as files declare them

extension Graph {
    /// Opens the batch axis where a file declares more pictures at once than one, and tells of it.
    fileprivate mutating func openBatch() -> [String] {
        var notes: [String] = []
        for (index, input) in inputs.enumerated() where constants[input.name] == nil {
            guard let dimensions = input.dimensions, dimensions.count == 4, let count = dimensions[0], count > 1 else { continue }
            inputs[index].dimensions?[0] = nil
            notes.append("input '\(input.name)' is declared as \(GraphInput.spelled(dimensions)); it is fed one picture at a time")
        }
        return notes
    }

    /// Opens what a file declares otherwise than the catalog knows it to be.
    fileprivate mutating func openInput(for preprocessing: Preprocessing) {
        guard feedNames.count == 1, let index = inputs.firstIndex(where: { $0.name == feedNames[0] }),
            let declared = inputs[index].dimensions, declared.count == 4
        else { return }
        let (height, width) = (preprocessing.heightInPixels, preprocessing.widthInPixels)
        let wanted: [Int?] = preprocessing.layout == .nchw ? [1, declared[1], height, width] : [1, height, width, declared[3]]
        if !zip(declared, wanted).allSatisfy({ $0 == nil || $0 == $1 }) {
            inputs[index].dimensions = preprocessing.layout == .nchw ? [nil, declared[1], nil, nil] : [nil, nil, nil, declared[3]]
        }
    }
}

extension Graph {
    /// How many classes the first output tells apart, found from the last layer with weights; `nil` where there is no telling.
    fileprivate var classCount: Int? {
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
