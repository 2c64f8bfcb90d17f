import Imaging
import Inference
import Language
import ModelFormats

/// What stands on one side of a comparison.
enum ComparisonSubject {
    case picture((name: String, image: Image))
    case channel(Layer, Int)
    case layers([Layer])
    case model(Model)
    /// The network without the edits in force.
    case original
    /// The network with them.
    case edited
    /// The chain of bare convolutions.
    case naive
    /// What the network really computes.
    case truth

    /// Words that stand for a state of the network, not for a name.
    static let words: [(word: String, summary: String)] = [
        ("original", "the network without edits"), ("edited", "the network with the edits in force"),
        ("naive", "convolutions one after the other"), ("true", "what the network computes"),
    ]

    /// Reads the word given for `parameter`: a layer's name comes first, then a catalog's, then a file.
    init(_ parameter: String, of arguments: Arguments, in session: Session) throws {
        let word = UserPath.expanded(arguments.text(parameter) ?? "")
        self = try arguments.located(at: parameter) { try Self(word, in: session) }
    }

    private init(_ word: String, in session: Session) throws {
        switch word {
        case "original": self = .original
        case "edited": self = .edited
        case "naive": self = .naive
        case "true": self = .truth
        default:
            if let place = try Self.place(word, in: session) {
                self = place
                return
            }
            switch LoadTarget(word) {
            case .model: self = .model(try session.model(named: word))
            case .sample: self = .picture((word, try session.picture(named: word)))
            case .file(let path):
                let isPicture = ImageCodecCatalog.all.contains { $0.recognizes((try? MappedFile(path: path).copy(prefix: 16)) ?? []) }
                self = isPicture ? .picture((word, try session.picture(named: word))) : .model(try session.model(named: word))
            case .unknown:
                let names = LoadTarget.names + (session.lab.model?.network.layers.all.map(\.name) ?? [])
                throw LoadTarget.noSuchName(word, in: names)
            }
        }
    }

    private static func place(_ word: String, in session: Session) throws -> ComparisonSubject? {
        guard let layers = session.lab.model?.network.layers else { return nil }
        if let layer = layers.named(word) { return .layers([layer]) }
        if word.contains("*"), !layers.matching(word).isEmpty { return .layers(layers.matching(word)) }
        guard let address = try? Address(word), let channel = address.channel, address.row == nil else { return nil }
        return .channel(try session.lab.layer(address.layer), channel)
    }

    /// What a diagnostic calls it.
    var kind: String {
        switch self {
        case .picture: "an image"
        case .channel: "a channel"
        case .layers: "a layer"
        case .model: "a model"
        case .original: "'original'"
        case .edited: "'edited'"
        case .naive: "'naive'"
        case .truth: "'true'"
        }
    }

    /// What it can be compared with.
    var counterpart: String {
        switch self {
        case .original: "'edited'"
        case .edited: "'original'"
        case .naive: "'true'"
        case .truth: "'naive'"
        case .picture: "another image"
        case .channel: "another channel"
        case .layers: "another layer"
        case .model: "another model"
        }
    }
}
