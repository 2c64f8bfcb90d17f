/// A network's text as a tree: `c7s2 p3s2 (c1 c3 c1)*3 [ c3 | ] fpn`.
struct NetworkTextItem: Equatable {
    let element: NetworkTextElement
    /// How often it stands there: `c3*5`.
    let count: Int
    /// Where it stands in the text, in bytes.
    let range: Range<Int>
}

/// One thing that a network's text can say.
enum NetworkTextElement: Equatable {
    case layer(NetworkTextLayer)
    /// `( … )`
    case group([NetworkTextItem])
    /// `[ … | … ]`: every branch begins at the value before the bracket; an empty one is that value itself.
    case branches([[NetworkTextItem]], join: NetworkTextJoin)
    /// `=name`: remembers the value here.
    case tap(String)
    /// `@name`: goes on from a remembered value.
    case resume(String)
    /// `+name`: adds a remembered value.
    case sum(String)
    /// `fpn`, or `fpn(a b c)`: a feature pyramid over the values named, the finest first.
    case pyramid([String])
}

/// How branches become one value.
enum NetworkTextJoin: Equatable {
    /// `|`: added where all have as many channels, else concatenated.
    case sum
    /// `&`: concatenated along the channels.
    case concatenation
}

/// One layer with its numbers: `c3x1s2d2w0o64`.
struct NetworkTextLayer: Equatable {
    /// The letter that a layer begins with.
    enum Kind: Character, CaseIterable {
        case convolution = "c"
        case maximumPooling = "p"
        case averagePooling = "a"
        case globalPooling = "g"
        case upsampling = "u"
        case activation = "r"
    }

    let kind: Kind
    /// The kernel, or the factor of an upsampling; one number for all axes, or one each. Empty where the kind has none.
    var size: [Int] = []
    var stride: [Int]?
    var dilation: [Int]?
    /// `nil`: as much as keeps ⌈input ÷ stride⌉ positions.
    var padding: [Int]?
    var channelCount: Int?
    var groupCount: Int?
}

extension NetworkTextLayer.Kind {
    /// Whether a number must follow the letter.
    var hasSize: Bool { self != .globalPooling && self != .activation }

    /// The letters that may follow, each with numbers.
    var settings: [Character] {
        switch self {
        case .convolution: ["s", "d", "w", "o", "g"]
        case .maximumPooling: ["s", "d", "w"]
        case .averagePooling: ["s", "w"]
        case .globalPooling, .upsampling, .activation: []
        }
    }
}
