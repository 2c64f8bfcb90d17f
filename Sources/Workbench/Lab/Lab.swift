import Exploration
import Imaging
import Inference
import Language
import ModelFormats
import Tensors

/// The part of a session's state that belongs to models, images and layers.
package final class Lab {
    private let engine = Engine(threadCount: Engine.standardThreadCount)
    package private(set) var model: LoadedModel?
    package private(set) var image: LoadedImage?
    /// Tensors that are fed to the network as they are, by the inputs' names; the picture's among them where it takes its place.
    private var directInputs: [String: Tensor] = [:]
    /// How the current model wanted its pictures before `set input` said otherwise.
    private var ownPreprocessing: Preprocessing?
    /// What the network is given; made when first needed.
    private var feed: Feed?
    package private(set) var currentLayer: Layer?
    /// The figure that was shown last, for `save figure`.
    package var lastFigure: Figure?
    /// What is changed inside the network, oldest first.
    package private(set) var edits: [NamedEdit] = []
    /// What `net` has made.
    var shelf = RecipeShelf()
    /// What `why` opened last, for the way down.
    var openLedger: OpenLedger?
    /// What `tune` found out; a front end gives it a place in the user's cache.
    package var tuning = TuningShelf()
    private var work = WorkReport()

    package init() {}

    /// Forgets model, image and everything computed.
    func reset() {
        (model, image, feed, currentLayer, lastFigure) = (nil, nil, nil, nil, nil)
        (directInputs, ownPreprocessing) = ([:], nil)
        edits = []
        shelf = RecipeShelf()
        openLedger = nil
        engine.cache.removeAll()
    }
}

// MARK: - What is looked at

extension Lab {
    /// Makes a model the current one; the image stays and is prepared anew, edits go.
    func use(_ model: Model) throws {
        let preprocessing = image?.preprocessing(for: model.preprocessing) ?? model.preprocessing
        let loaded = try LoadedModel(model, preprocessing: preprocessing)
        if let old = self.model { engine.cache.removeAll(of: old.network.identifier) }
        (self.model, currentLayer, feed) = (loaded, nil, nil)
        (directInputs, ownPreprocessing) = ([:], nil)
        edits = []
    }

    /// Makes an image the current one; a network that was bound to another size is checked anew. Edits stay.
    ///
    /// - Throws: ``LabError/editDoesNotFit(_:reason:)`` where one names a place that a network of another size has not.
    func use(_ image: LoadedImage) throws {
        if let loaded = model {
            let preprocessing = image.preprocessing(for: loaded.model.preprocessing)
            if preprocessing != loaded.preprocessing { try bind(loaded, to: preprocessing) }
            directInputs[loaded.inputName] = nil
        }
        (self.image, feed) = (image, nil)
    }

    /// Forgets a model whose file was cut short while it was in use, and everything computed with it.
    ///
    /// - Throws: ``LabError/fileCut(path:)``
    func checkModelFile() throws(LabError) {
        guard let loaded = model, let file = loaded.model.file, file.isCut else { return }
        engine.cache.removeAll(of: loaded.network.identifier)
        (model, currentLayer, feed, directInputs, ownPreprocessing, edits) = (nil, nil, nil, [:], nil, [])
        throw .fileCut(path: file.path)
    }

    private func bind(_ loaded: LoadedModel, to preprocessing: Preprocessing) throws {
        var bound = try LoadedModel(loaded.model, preprocessing: preprocessing)
        bound.labels = loaded.labels
        try check(edits, fit: bound.network)
        model = bound
        currentLayer = currentLayer.flatMap { bound.network.layers.named($0.name) }
    }

    private func check(_ edits: [NamedEdit], fit network: Network) throws(LabError) {
        for named in edits {
            do {
                for edit in named.edits { try edit.check(against: network) }
            } catch {
                throw .editDoesNotFit(named.name, reason: "\(error)")
            }
        }
    }

    /// Feeds a tensor to the network as it is, to the named input or to the one that pictures go to.
    func use(input tensor: Tensor, as name: String? = nil) throws {
        let loaded = try requireModel()
        let name = name ?? loaded.inputName
        guard loaded.network.inputs.contains(where: { $0.name == name }), let expected = loaded.network.values[name] else {
            throw LabError.noSuchInput(name, model: loaded.model.name, inputs: loaded.network.inputs.map(\.name))
        }
        guard tensor.shape == expected.shape || Shape([1] + tensor.shape.dimensions) == expected.shape else {
            throw LabError.inputShape(expected: expected.shape, found: tensor.shape)
        }
        directInputs[name] = tensor.converted(to: expected.elementType).reshaped(to: expected.shape)
        feed = nil
    }

    /// Lets pictures come to the current model in another way, or with `nil` in its own again.
    func use(preprocessing wanted: Preprocessing?) throws {
        var loaded = try requireModel()
        let own = ownPreprocessing ?? loaded.model.preprocessing
        loaded.model.preprocessing = wanted ?? own
        let preprocessing = image?.preprocessing(for: loaded.model.preprocessing) ?? loaded.model.preprocessing
        try bind(loaded, to: preprocessing)
        ownPreprocessing = wanted == nil ? nil : own
        (directInputs[loaded.inputName], feed) = (nil, nil)
    }

    /// Names the classes.
    func use(labels: [String]) throws {
        var loaded = try requireModel()
        if let count = loaded.network.values[loaded.logitsName]?.shape.elementCount, count != labels.count {
            throw LabError.labelCount(expected: count, found: labels.count)
        }
        loaded.labels = labels
        model = loaded
    }

    /// Names the classes as the model itself does, or by numbers.
    func useOwnLabels() throws {
        var loaded = try requireModel()
        loaded.labels = loaded.model.labels
        model = loaded
    }

    func use(_ layer: Layer) { currentLayer = layer }

    /// Puts other edits in force.
    ///
    /// - Throws: `EditError` where one does not fit the network.
    func use(edits: [NamedEdit]) throws {
        let network = try requireModel().network
        for edit in edits.flatMap(\.edits) { try edit.check(against: network) }
        self.edits = edits
    }

    func requireModel() throws(LabError) -> LoadedModel {
        guard let model else { throw .noModel }
        return model
    }

    func requireImage() throws(LabError) -> LoadedImage {
        guard let image else { throw .noImage }
        return image
    }

    /// Whether a tensor is fed to the network in the place of the picture.
    var isFedDirectly: Bool { model.map { directInputs[$0.inputName] != nil } ?? false }

    /// The picture as the network sees it, before normalization: what maps are laid over.
    func visibleImage() throws -> Image {
        let image = try requireImage().image
        return model.map { $0.preprocessing.visibleImage(of: image) } ?? image
    }
}

// MARK: - What is computed

extension Lab {
    /// Computes values of the current model for the current image; what was computed before is not computed again.
    func tensors(_ names: [String], in session: Session) throws -> [String: Tensor] {
        try tensors(names, of: specimen(in: session), in: session)
    }

    /// Computes values of a specimen; `time` tells of the work.
    func tensors(_ names: [String], of specimen: Specimen, in session: Session) throws -> [String: Tensor] {
        let run = try specimen.run(names, control: session.control)
        work.add(run)
        return run.values
    }

    /// Lets `time` tell of work that a method had done.
    func noteWork(multiplyAdds: Int) { work.add(multiplyAdds: multiplyAdds) }

    /// Whether there is something to feed to the network.
    var hasInput: Bool { model.map { missingInputs($0).isEmpty } ?? false }

    /// The inputs that nothing is fed to.
    private func missingInputs(_ loaded: LoadedModel) -> [(name: String, shape: Shape)] {
        loaded.network.inputs.compactMap { input in
            let isPicture = input.name == loaded.inputName && loaded.takesPictures && image != nil
            guard !isPicture, directInputs[input.name] == nil, let info = loaded.network.values[input.name] else { return nil }
            return (input.name, info.shape)
        }
    }

    /// The current model and picture with the edits in force, for a method to look into.
    ///
    /// - Parameter feed: What is fed to the network instead of the current picture.
    func specimen(in session: Session, feed: Feed? = nil) throws -> Specimen {
        let loaded = try requireModel()
        prepareEngine(for: session)
        return Specimen(
            engine: engine, network: loaded.network, feed: try feed ?? currentFeed(loaded), edits: edits.flatMap(\.edits),
            inputName: loaded.inputName, logitsName: loaded.logitsName)
    }

    private func prepareEngine(for session: Session) {
        let settings = session.settings
        let tuned = settings.usesTuning ? tuning.convolutions : TunedConvolutions()
        if let complaint = tuning.takeComplaint() { session.emit(.text("note: \(complaint)")) }
        engine.tuned = tuned.ways.isEmpty ? nil : tuned
        engine.threadCount = settings.threads ?? Engine.standardThreadCount
        engine.kernels = settings.kernels
        engine.cache.budgetInBytes = settings.memoryInBytes
    }

    /// A model, the current one or another, and a picture, without edits.
    func specimen(of model: LoadedModel, picture: Image, in session: Session) throws -> Specimen {
        guard model.takesPictures else { throw LabError.noPictures(model: model.model.name, shape: model.inputShape) }
        prepareEngine(for: session)
        guard model.furtherInputs.isEmpty else {
            throw LabError.missingInputs(model.furtherInputs.map { ($0.name, $0.info.shape) }, model: model.model.name)
        }
        return Specimen(
            engine: engine, network: model.network, feed: Feed([model.inputName: model.tensor(of: picture)]),
            inputName: model.inputName, logitsName: model.logitsName)
    }

    /// What another picture is to the network.
    func feed(for image: Image) throws -> Feed {
        let loaded = try requireModel()
        guard loaded.takesPictures else { throw LabError.noPictures(model: loaded.model.name, shape: loaded.inputShape) }
        return Feed(directInputs.merging([loaded.inputName: loaded.tensor(of: image)]) { $1 })
    }

    /// The output of a layer, the batch axis dropped: `[C, H, W]` for maps.
    func output(of layer: Layer, in session: Session) throws -> Tensor {
        guard let tensor = try tensors([layer.valueName], in: session)[layer.valueName] else {
            throw RunError.unknownValue(layer.valueName)
        }
        return tensor.withoutBatchAxis
    }

    /// The scores of the classes before softmax, `[K]`.
    func logits(in session: Session) throws -> Tensor {
        try logits(of: specimen(in: session), in: session)
    }

    /// The scores of the classes that a specimen yields, `[K]`.
    func logits(of specimen: Specimen, in session: Session) throws -> Tensor {
        let loaded = try requireModel()
        guard let scores = try tensors([loaded.logitsName], of: specimen, in: session)[loaded.logitsName] else {
            throw RunError.unknownValue(loaded.logitsName)
        }
        let flat = scores.shape.dimensions.filter { $0 != 1 }
        guard flat.count <= 1 else { throw LabError.noScores(model: loaded.model.name, shape: scores.shape) }
        return scores.reshaped(to: [scores.elementCount])
    }

    /// What the network sees, `[1, C, H, W]`.
    func input() throws -> Tensor {
        let loaded = try requireModel()
        guard let tensor = try currentFeed(loaded).tensors[loaded.inputName] else { throw RunError.missingInput(loaded.inputName) }
        return tensor
    }

    private func currentFeed(_ loaded: LoadedModel) throws -> Feed {
        if let feed { return feed }
        if loaded.takesPictures, directInputs[loaded.inputName] == nil { _ = try requireImage() }
        let missing = missingInputs(loaded)
        if !loaded.takesPictures, missing.count == 1, loaded.network.inputs.count == 1 {
            throw LabError.noPictures(model: loaded.model.name, shape: loaded.inputShape)
        }
        guard missing.isEmpty else { throw LabError.missingInputs(missing, model: loaded.model.name) }
        let made = try directInputs[loaded.inputName] != nil ? Feed(directInputs) : feed(for: try requireImage().image)
        feed = made
        return made
    }
}

// MARK: - Work

/// What the engine did since somebody asked.
private struct WorkReport {
    private var computedValueCount = 0
    private var operationCount = 0
    private var multiplyAdds = 0
    private var isEmpty = true

    mutating func add(_ run: Run) {
        isEmpty = false
        computedValueCount += run.computedValueCount
        operationCount += run.operationCount
        multiplyAdds += run.multiplyAdds
    }

    /// Work of which only the cost is known.
    mutating func add(multiplyAdds count: Int) {
        isEmpty = false
        multiplyAdds += count
    }

    mutating func take() -> String? {
        defer { self = WorkReport() }
        guard !isEmpty else { return nil }
        guard operationCount > 0 || multiplyAdds > 0 else { return "nothing computed, all cached" }
        let operations = operationCount == 0 ? "" : "\(operationCount) operation\(operationCount == 1 ? "" : "s"), "
        return "\(operations)\(Count.grouped(multiplyAdds)) multiply-adds"
    }
}

extension Lab: WorkReporting {
    package func takeWorkReport() -> String? { work.take() }
}
