import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Looks through a folder for what excites one channel.
struct PatchSearch {
    let layer: Layer
    let channel: Int
    let folder: PictureFolder
    let session: Session

    /// A part of a picture.
    struct Patch {
        /// Of the file.
        let name: String
        let image: Image
        /// The lines under it: the file, the unit and its number.
        let labels: [String]
        /// The same in one line, with the whole address and the part of the picture.
        let description: String
    }

    /// The pictures in which the channel is greatest.
    func peaks(count: Int) throws -> (ranking: PeakRanking, visit: FolderVisit) {
        var ranking = PeakRanking(value: layer.valueName, channel: channel, limit: count)
        let base = try session.lab.specimen(in: session, feed: Feed([:])).withoutCache
        let visit = try session.reporting("searching \(PictureFolder.printable(folder.path))") { control in
            try folder.visit(control: control) { index, image in
                var specimen = base
                specimen.feed = try session.lab.feed(for: image)
                try ranking.add(picture: index, fedTo: specimen, control: control.withoutProgress)
            }
        }
        return (ranking, visit)
    }

    /// What the unit at each peak sees of its picture.
    func patches(of peaks: [ChannelPeak], isWeighted: Bool) throws -> [Patch] {
        let model = try session.lab.requireModel()
        let analysis = FieldAnalysis(model.network)
        return try peaks.map { peak in
            let name = folder.names[peak.picture]
            let visible = model.preprocessing.visibleImage(of: try folder.picture(name))
            let field = try analysis.field(of: layer.valueName, at: peak.position)
            let rows = field.clipped.first ?? 0..<visible.heightInPixels
            let columns = field.clipped.count > 1 ? field.clipped[1] : 0..<visible.widthInPixels
            let shown = isWeighted ? Self.weighted(visible, by: peak) : visible
            let patch = shown.cropped(
                row: rows.lowerBound, column: columns.lowerBound, heightInPixels: rows.count, widthInPixels: columns.count)
            let place = peak.position.isEmpty ? "" : "@" + peak.position.map(String.init).joined(separator: ",")
            let (file, number) = (PictureFolder.printable(name), NumberFormat.short(peak.number))
            return Patch(
                name: name, image: patch, labels: [file, place + (place.isEmpty ? "" : " ") + number],
                description: "  \(file): \(Address(layer: layer.name, channel: channel))\(place) is \(number), "
                    + "rows \(rows.lowerBound)..\(rows.upperBound - 1), columns \(columns.lowerBound)..\(columns.upperBound - 1)")
        }
    }

    /// `15x15 pixels`, as far as it lies inside the picture.
    var fieldDescription: String {
        guard let network = session.lab.model?.network, let sizes = FieldAnalysis(network).summary(of: layer.valueName)?.sizes else {
            return "the whole picture"
        }
        return sizes.map(String.init).joined(separator: "x") + " pixels, as far as they lie inside"
    }

    func range(of peaks: [ChannelPeak]) -> String {
        "\(NumberFormat.short(peaks.last?.number ?? 0))..\(NumberFormat.short(peaks.first?.number ?? 0))"
    }

    /// What a pixel keeps of its light where the map is weakest.
    private static let leastShare: Float = 0.25

    /// The picture, dark where the map is at its least (or at 0 where it is positive anywhere), as it is where the map is greatest.
    private static func weighted(_ picture: Image, by peak: ChannelPeak) -> Image {
        let (height, width) = (picture.heightInPixels, picture.widthInPixels)
        let low = peak.number > 0 ? 0 : peak.map.statistics.minimum
        let resampling = PlaneResampling(height: peak.map.shape[0], width: peak.map.shape[1], toHeight: height, toWidth: width)
        let weights = resampling.applied(to: peak.map.floats.map { $0.isFinite ? $0 : low })
        var weighted = picture
        let channels = picture.channelCount
        for (pixel, weight) in weights.enumerated() {
            let strength = peak.number > low ? min(max((weight - low) / (peak.number - low), 0), 1) : 0
            let share = Self.leastShare + (1 - Self.leastShare) * strength
            for channel in 0..<min(channels, 3) {
                weighted.samples[pixel * channels + channel] = UInt8((Float(picture.samples[pixel * channels + channel]) * share).rounded())
            }
        }
        return weighted
    }
}
