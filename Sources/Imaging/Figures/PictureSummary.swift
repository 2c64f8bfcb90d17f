import Tensors

/// A picture in words: its mean color, and how its lightness lies in space.
struct PictureSummary {
    let picture: Image

    /// `mean red 120.3, green 98.1, blue 77.0`.
    var meanColor: String {
        let means = PictureFigure.channelNames(picture.channelCount).enumerated().map { index, name in
            let samples = picture.channel(index).samples
            let mean = samples.reduce(0.0) { $0 + Double($1) } / Double(max(1, samples.count))
            return "\(name) \(NumberFormat.fixed(mean, places: 1))"
        }
        return "mean " + means.joined(separator: ", ")
    }

    /// The means of the lightness by regions, as they lie.
    var details: [String] {
        let gray = picture.convertedToGray()
        guard gray.heightInPixels > 0, gray.widthInPixels > 0 else { return [] }
        let plane = Tensor([gray.heightInPixels, gray.widthInPixels], gray.samples.map { Float($0) })
        return ["its lightness, 0..255:"] + PlaneSummary(plane: plane, name: "").details.map { "  " + $0 }
    }
}
