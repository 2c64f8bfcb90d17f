import Tensors

/// What there is to say of every channel of some values, over one picture or over many, gathered one picture after the other.
package struct ChannelSurvey: Sendable {
    /// What the maps of channels are correlated with.
    package enum Reference: Sendable {
        /// A channel of a value, brought to the size of the other map.
        case channel(value: String, channel: Int)
        /// A plane `[H, W]`, the same for every picture.
        case plane(Tensor)
        /// The picture itself, in gray.
        case picture
    }

    private let references: [Reference]
    private let findsDuplicates: Bool
    private var surveys: [String: ValueSurvey] = [:]
    /// How many pictures were taken in.
    package private(set) var pictureCount = 0

    /// - Parameters:
    ///   - references: what every channel is correlated with.
    ///   - findsDuplicates: whether to correlate every channel with every other one of its value, in O(C²).
    package init(references: [Reference] = [], findsDuplicates: Bool = false) {
        self.references = references
        self.findsDuplicates = findsDuplicates
    }

    /// The values that references need besides those that are surveyed.
    package var referencedValues: [String] {
        references.compactMap { if case .channel(let value, _) = $0 { value } else { nil } }
    }

    /// Takes in a value of one picture.
    ///
    /// - Parameters:
    ///   - tensors: the value, `[1, C, …]` of float32, and those of ``referencedValues``.
    ///   - picture: the picture as the network sees it, in gray, `[H, W]`.
    package mutating func add(_ value: String, of tensors: [String: Tensor], picture: Tensor? = nil) {
        guard let tensor = tensors[value]?.convertedToFloat32(), let layout = MapLayout(tensor.shape) else { return }
        var survey = surveys[value] ?? ValueSurvey(layout, referenceCount: references.count, findsDuplicates: findsDuplicates)
        let planes = references.map { plane($0, tensors, picture).map { Self.numbers(of: $0, at: layout) } }
        survey.add(tensor, references: planes)
        surveys[value] = survey
    }

    /// Counts a picture all of whose values were taken in.
    package mutating func finishPicture() { pictureCount += 1 }

    /// What there is to say of a channel; `nil` where its value was not taken in.
    package func summary(of value: String, channel: Int) -> ChannelSummary? { surveys[value]?.summary(of: channel) }

    private func plane(_ reference: Reference, _ tensors: [String: Tensor], _ picture: Tensor?) -> Tensor? {
        switch reference {
        case .plane(let plane): return plane
        case .picture: return picture
        case .channel(let value, let channel):
            guard let tensor = tensors[value]?.convertedToFloat32(), let layout = MapLayout(tensor.shape), channel < layout.channelCount
            else { return nil }
            return tensor.part(0).part(channel).reshaped(to: [layout.height, layout.width])
        }
    }

    private static func numbers(of plane: Tensor, at layout: MapLayout) -> [Float] {
        let (height, width) = (plane.shape[0], plane.shape[1])
        guard height != layout.height || width != layout.width else { return plane.floats }
        return PlaneResampling(height: height, width: width, toHeight: layout.height, toWidth: layout.width).applied(to: plane.floats)
    }
}

/// What there is to say of one channel.
package struct ChannelSummary: Sendable {
    package let statistics: Statistics
    /// Pearson's correlation with each reference; not a number where one of them does not vary.
    package let correlations: [Double]
    /// The channel of the same value whose maps are most alike, where the correlation is above ``duplicateCorrelation``.
    package let duplicate: Int?

    /// Whether it was zero everywhere.
    package var isDead: Bool { statistics.sparsity == 1 && statistics.nonFiniteCount == 0 }

    /// Two channels that correlate more than this are duplicates.
    package static let duplicateCorrelation = 0.999
}
