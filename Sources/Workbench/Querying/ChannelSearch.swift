import Exploration
import Imaging
import Inference
import Tensors

/// Goes through the channels of some layers, over the current picture or the pictures of a folder.
struct ChannelSearch {
    let query: ChannelQuery
    /// The channels of each layer; a layer once.
    let places: [LayerPlaces]
    let session: Session

    /// A channel that was found.
    struct Finding {
        let layer: Layer
        let channel: Int
        let summary: ChannelSummary
        let key: Double?
    }

    /// What was surveyed.
    struct Survey {
        var channels: ChannelSurvey
        /// Over what, in words.
        var extent: String
        var isCancelled: Bool
    }

    /// A value of more channels is not searched for duplicates.
    private static let duplicateLimit = 4096

    /// - Throws: ``LabError``, and what computing throws.
    func survey(folder: PictureFolder?) throws -> Survey {
        let widest = places.max { $0.layer.channelCount < $1.layer.channelCount }
        if let widest, query.asksForDuplicates, widest.layer.channelCount > Self.duplicateLimit {
            throw ValueError.unexpected(
                expected: "at most \(Self.duplicateLimit) channels to look for duplicates in",
                found: "\(widest.layer.channelCount) in '\(widest.layer.name)'")
        }
        let survey = ChannelSurvey(references: query.references, findsDuplicates: query.asksForDuplicates)
        return try folder.map { try over($0, survey) } ?? overCurrentPicture(survey)
    }

    private func overCurrentPicture(_ empty: ChannelSurvey) throws -> Survey {
        var survey = empty
        let specimen = try session.lab.specimen(in: session)
        let picture = needsPicture ? Self.plane(of: try session.lab.visibleImage()) : nil
        var doneCount = 0
        try session.reporting("surveying channels") { control in
            do {
                for place in places {
                    let values = try session.lab.tensors([place.layer.valueName] + survey.referencedValues, of: specimen, in: session)
                    survey.add(place.layer.valueName, of: values, picture: picture)
                    doneCount += 1
                    control.report(Double(doneCount) / Double(places.count))
                }
            } catch is RunCancelled {}
        }
        survey.finishPicture()
        let isCancelled = doneCount < places.count
        let extent = (session.lab.image?.name).map { "over \(PictureFolder.printable($0))" } ?? "over the input"
        return Survey(
            channels: survey, extent: isCancelled ? "\(extent), stopped after \(doneCount) of \(places.count) layers" : extent,
            isCancelled: isCancelled)
    }

    private func over(_ folder: PictureFolder, _ empty: ChannelSurvey) throws -> Survey {
        var survey = empty
        let names = places.map(\.layer.valueName)
        let preprocessing = try session.lab.requireModel().preprocessing
        let base = try session.lab.specimen(in: session, feed: Feed([:])).withoutCache
        let visit = try session.reporting("surveying \(PictureFolder.printable(folder.path))") { control in
            try folder.visit(control: control) { _, image in
                var specimen = base
                specimen.feed = try session.lab.feed(for: image)
                let values = try specimen.values(names + survey.referencedValues, control: control.withoutProgress)
                let picture = needsPicture ? Self.plane(of: preprocessing.visibleImage(of: image)) : nil
                for name in names { survey.add(name, of: values, picture: picture) }
                survey.finishPicture()
            }
        }
        return Survey(channels: survey, extent: "over \(visit.description(of: folder))", isCancelled: visit.isCancelled)
    }

    /// The channels that the query accepts, in its order.
    func findings(in survey: Survey) throws -> [Finding] {
        var findings: [Finding] = []
        for place in places {
            if !survey.isCancelled { try session.control.checkCancellation() }
            for channel in place.allChannels {
                guard let summary = survey.channels.summary(of: place.layer.valueName, channel: channel) else { continue }
                guard try query.accepts(channel, summary) else { continue }
                let key = try query.sortKey(channel, summary)
                findings.append(Finding(layer: place.layer, channel: channel, summary: summary, key: key))
            }
        }
        guard query.key != nil else { return findings }
        let rank = { (finding: Finding) in finding.key.map { $0.isNaN ? -.infinity : $0 } ?? -.infinity }
        return findings.enumerated().sorted { (-rank($0.element), $0.offset) < (-rank($1.element), $1.offset) }.map(\.element)
    }

    private var needsPicture: Bool { query.references.contains { if case .picture = $0 { true } else { false } } }

    /// A picture in gray, `[H, W]`.
    private static func plane(of image: Image) -> Tensor {
        let gray = image.convertedToGray()
        return Tensor([gray.heightInPixels, gray.widthInPixels], gray.samples.map(Float.init))
    }
}
