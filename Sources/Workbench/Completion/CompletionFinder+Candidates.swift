import Imaging
import Inference
import Language
import ModelFormats

extension CompletionFinder {
    /// What fits a parameter.
    ///
    /// - Parameters:
    ///   - typed: The beginning of the word; names that begin otherwise may be left out.
    ///   - words: The words of the statement before, without the verb.
    func items(for type: ParameterType, typed: String, after words: [String]) -> [CompletionItem] {
        let lab = session.lab
        switch type {
        case .choice(let words), .choiceOrValue(let words): return words.map { CompletionItem($0) }
        case .scaling: return Self.scalings
        case .colormap: return type.knownNames.map { CompletionItem($0, "color map") }
        case .setting: return SettingCatalog.all.map { CompletionItem($0.name, $0.summary) }
        case .settingValue: return settingValues(of: words.first ?? "")
        case .topic: return topics
        case .layer: return layers(typed: typed) + (words.isEmpty ? Self.neighbors : [])
        case .address, .places: return places(typed: typed, after: words)
        case .classLabel: return lab.classNames
        case .recipe: return recipes
        case .recipeSource: return architectures
        case .model: return lab.modelNames + files(typed, .model)
        case .network: return recipes + architectures + files(typed, .model)
        case .image: return lab.imageNames + files(typed, .image)
        case .source: return sources(typed: typed, kind: words.last.flatMap(FileKind.init))
        case .comparable:
            let states = ComparisonSubject.words.map { CompletionItem($0.word, $0.summary) }
            return places(typed: typed, after: words) + states + sources(typed: typed, kind: nil)
        case .folder: return FileNames.matching(typed, extensions: ["/"])
        case .file(let extensions): return FileNames.matching(typed, extensions: extensions)
        case .expression, .value: return names
        case .word, .text, .integer, .number, .size, .statement: return []
        }
    }

    // MARK: - Places

    /// Layers of the current model whose names begin as typed.
    func layers(typed: String) -> [CompletionItem] {
        guard let layers = session.lab.model?.network.layers.all else { return [] }
        return layers.lazy.filter { $0.name.utf8.starts(with: typed.utf8) }.map { CompletionItem($0.name, "\($0.kind), \($0.outputShape)") }
    }

    /// Layers; behind a colon the channels that the layer has; after `map` those of the layer that is meant.
    private func places(typed: String, after words: [String]) -> [CompletionItem] {
        if words.last == "map" {
            let named = words.firstIndex(of: "of").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
            return channels(of: try? session.lab.layer(named), written: "")
        }
        guard let colon = typed.lastIndex(of: ":"), session.lab.model?.network.layers.named(typed) == nil else {
            return layers(typed: typed)
        }
        let name = String(typed[..<colon])
        return channels(of: session.lab.model?.network.layers.named(name), written: name + ":")
    }

    private func channels(of layer: Layer?, written prefix: String) -> [CompletionItem] {
        guard let layer, layer.hasChannels else { return [] }
        return (0..<layer.channelCount).map { CompletionItem("\(prefix)\($0)", "channel of \(layer.channelCount)") }
    }

    private static let neighbors = [
        CompletionItem("next", "the layer after the current one"), CompletionItem("previous", "the layer before the current one"),
    ]

    // MARK: - Models and files

    /// What can be loaded as one kind of thing, or as any.
    private func sources(typed: String, kind: FileKind?) -> [CompletionItem] {
        let lab = session.lab
        return switch kind {
        case .model: lab.modelNames + files(typed, .model)
        case .image: lab.imageNames + files(typed, .image)
        case .labels: LabelSet.allCases.map { CompletionItem($0.rawValue, "names of the catalog") } + files(typed, .labels)
        case .input: files(typed, .input)
        case nil: lab.modelNames + lab.imageNames + FileNames.matching(typed, extensions: FileKind.allCases.flatMap(\.extensions))
        }
    }

    private func files(_ typed: String, _ kind: FileKind) -> [CompletionItem] {
        FileNames.matching(typed, extensions: kind.extensions)
    }

    private var recipes: [CompletionItem] { session.lab.recipeNames.map { CompletionItem($0, "made by 'net'") } }

    private var architectures: [CompletionItem] {
        ArchitectureCatalog.all.map { CompletionItem($0.name, "architecture") }
    }

    // MARK: - Settings and help

    private func settingValues(of name: String) -> [CompletionItem] {
        let values = SettingCatalog.setting(named: name).map { items(for: $0.type, typed: "", after: []) } ?? []
        return values + [CompletionItem("auto", "lets the program decide")]
    }

    var topics: [CompletionItem] { Help.topics.map { CompletionItem($0, Help.summary(of: $0)) } }

    private static let scalings = [
        CompletionItem("each", "every map has a range of its own"), CompletionItem("shared", "one range for all maps"),
        CompletionItem("symmetric", "one range around 0"),
    ]
}

/// What `load` takes a file for, with the endings that such files have.
enum FileKind: String, CaseIterable {
    case model, image, labels, input

    var extensions: [String] {
        switch self {
        case .model: ["onnx", "pth", "pt", "safetensors"]
        case .image: ["png", "jpg", "jpeg"]
        case .labels: ["txt", "json"]
        case .input: ["npy"]
        }
    }
}
