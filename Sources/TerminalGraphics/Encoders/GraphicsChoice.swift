/// What `--graphics` asks for.
package enum GraphicsChoice: Sendable {
    /// The best that the terminal shows.
    case automatic
    /// This protocol, whatever the terminal says.
    case encoder(any GraphicsEncoder.Type)
    /// No pictures: every figure as its text twin.
    case none

    /// The words that `init(word:)` knows, in the order in which help lists them.
    package static var words: [String] { ["auto"] + GraphicsEncoderCatalog.all.map { $0.name } + ["none"] }

    /// Nil for a word that names no protocol.
    package init?(word: String) {
        switch word {
        case "auto": self = .automatic
        case "none": self = .none
        default:
            guard let encoder = GraphicsEncoderCatalog.encoder(named: word) else { return nil }
            self = .encoder(encoder)
        }
    }

    /// The protocol that is asked for, if one is.
    package var encoder: (any GraphicsEncoder.Type)? {
        if case .encoder(let encoder) = self { return encoder }
        return nil
    }

    /// The word that gives this choice.
    package var word: String {
        switch self {
        case .automatic: "auto"
        case .encoder(let encoder): encoder.name
        case .none: "none"
        }
    }
}
