import Imaging

/// What a parameter of a command takes; binding, help and completion follow from it.
package enum ParameterType: Sendable, Hashable {
    /// Any single word or string.
    case word
    /// Everything up to the end of the statement, as text.
    case text
    /// A whole number within a range.
    case integer(ClosedRange<Int>)
    /// A number within a range.
    case number(ClosedRange<Double>)
    /// `N` or `RxC`: rows and columns, or height and width.
    case size
    /// A layer's name, number or pattern.
    case layer
    /// A place in the network.
    case address
    /// Several places: a layer or pattern, with channels such as `:3..7`; a list of addresses such as `find` yields.
    case places
    /// A folder's path.
    case folder
    /// A file's path.
    case file(extensions: [String])
    /// A model of the catalog or its file.
    case model
    /// A network whose weights do not matter: one that `net` made, an architecture of the catalog, a file.
    case network
    /// The name that `net` gives or gave a network.
    case recipe
    /// A short text in quotes, or an architecture of the catalog.
    case recipeSource
    /// An image file or a sample's name.
    case image
    /// Anything that can be loaded: a model, an image or any other file.
    case source
    /// Anything that can be compared: an image, a layer, a channel, a model, a state of the network.
    case comparable
    /// The name of a class that the model tells apart, or its number.
    case classLabel
    case colormap
    /// `each`, `shared`, `symmetric` or `A..B`.
    case scaling
    /// One of a few words.
    case choice([String])
    /// One of a few words, or a value such as `$name`.
    case choiceOrValue([String])
    /// Any value: a number, a string, `$name`, `(…)`.
    case value
    /// A formula that the command evaluates itself, as after `where`.
    case expression
    /// A whole sentence, as after `time`.
    case statement
    /// The name of a command, function, setting or built-in value.
    case topic
    /// The name of a setting.
    case setting
    /// The value of the setting named before, or `auto`.
    case settingValue

    /// A whole number from 1 to ``countLimit``.
    package static let count = ParameterType.integer(1...countLimit)
    /// The largest count, channel, row or column that a command takes.
    package static let countLimit = 1_000_000

    /// What a diagnostic says was expected.
    package var expectation: String {
        switch self {
        case .word: "a word"
        case .text: "a text"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): range.lowerBound < -1e300 ? "a number" : "a number from \(range.lowerBound) to \(range.upperBound)"
        case .size: "a size such as '8x8' or '8'"
        case .layer: "a layer"
        case .address: "an address such as 'layer2.1.conv2:17@12,20'"
        case .places: "places such as 'conv1', 'conv1:3' or 'conv1:3..7'"
        case .folder: "a folder"
        case .file(let extensions):
            extensions.isEmpty ? "a path" : "a path to a " + Self.alternatives(extensions.map { ".\($0)" }) + " file"
        case .model: "a model"
        case .network: "a network"
        case .recipe: "a name"
        case .recipeSource: "layers such as 'c3*5' or an architecture"
        case .image: "an image"
        case .source: "a model, an image or a path"
        case .comparable: "an image, a layer, a channel or a model"
        case .classLabel: "a class"
        case .colormap: "a color map"
        case .scaling: "'each', 'shared', 'symmetric' or a range such as '0..1'"
        case .choice(let words): Self.alternatives(words.map { "'\($0)'" })
        case .choiceOrValue(let words): Self.alternatives(words.map { "'\($0)'" } + ["'$variable'"])
        case .value, .settingValue: "a value"
        case .expression: "an expression"
        case .statement: "a command"
        case .topic: "a command, function or setting"
        case .setting: "a setting"
        }
    }

    /// Whether nearly any word fits, so that a word which was meant for another parameter would be taken by mistake.
    var fitsAnything: Bool {
        switch self {
        case .word, .text, .value, .settingValue, .places, .folder, .file, .source, .comparable, .model, .network, .recipe, .recipeSource,
            .image,
            .classLabel, .topic:
            true
        default: false
        }
    }

    /// The only words that fit, where they are names from a catalog.
    var knownNames: [String] {
        switch self {
        case .choice(let words), .choiceOrValue(let words): words
        case .colormap: Colormap.all.map(\.name)
        case .setting: SettingCatalog.all.map(\.name)
        default: []
        }
    }

    /// `a, b or c`.
    static func alternatives(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
