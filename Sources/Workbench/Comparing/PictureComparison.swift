import Exploration
import Imaging
import Inference
import Tensors

/// Two pictures: their pixels, and how far apart a network's layers see them.
struct PictureComparison {
    let session: Session

    func show(_ first: (name: String, image: Image), _ second: (name: String, image: Image)) throws {
        let (a, b) = (visible(first.image), visible(second.image))
        let other =
            b.heightInPixels == a.heightInPixels && b.widthInPixels == a.widthInPixels
            ? b : b.resampled(heightInPixels: a.heightInPixels, widthInPixels: a.widthInPixels, filter: .bicubic)
        let (samplesA, samplesB) = (a.convertedToRGB(), other.convertedToRGB())
        let difference = Image(
            heightInPixels: a.heightInPixels, widthInPixels: a.widthInPixels, channelCount: 3,
            samples: zip(samplesA.samples, samplesB.samples).map { $0 > $1 ? $0 - $1 : $1 - $0 })
        let size = "\(a.heightInPixels)x\(a.widthInPixels)"
        var caption = "\(first.name) with \(second.name): \(size)x3, 0..255"
        if let distance = TensorDistance(Self.tensor(samplesA), Self.tensor(samplesB)) {
            caption += ", root mean square \(NumberFormat.significant(distance.rootMeanSquare, digits: 4))"
            caption += ", greatest difference \(NumberFormat.significant(distance.greatest.difference, digits: 4))"
        }
        let labels = [first.name, second.name, "|\(first.name) - \(second.name)|"]
        try session.show(RowFigure(title: caption, labels: labels).figure(of: [a, other, difference], on: session.canvas))
        if session.lab.model != nil { try showLayers(first, second) }
    }

    /// A picture as the network sees it, or as it is.
    private func visible(_ image: Image) -> Image { session.lab.model?.preprocessing.visibleImage(of: image) ?? image }

    private static func tensor(_ image: Image) -> Tensor { Tensor([image.samples.count], image.samples.map(Float.init)) }

    private func showLayers(_ first: (name: String, image: Image), _ second: (name: String, image: Image)) throws {
        let model = try session.lab.requireModel()
        let layers = model.network.stageEnds
        let names = layers.map(\.valueName) + [model.logitsName]
        let (a, b) = (try values(names, of: first.image), try values(names, of: second.image))
        var rows: [[String]] = []
        for layer in layers {
            guard let mapsA = a[layer.valueName], let mapsB = b[layer.valueName] else { continue }
            let places = TensorDistance(mapsA, mapsB)
            let pooled = TensorDistance(mapsA.part(0).pooledFeatures, mapsB.part(0).pooledFeatures)
            rows.append([
                layer.name, "\(layer.outputShape)", NumberFormat.significant(places?.relative, digits: 4),
                NumberFormat.significant(places?.cosine, digits: 4), NumberFormat.significant(pooled?.cosine, digits: 4),
            ])
        }
        if let logitsA = a[model.logitsName], let logitsB = b[model.logitsName] {
            let distance = TensorDistance(logitsA, logitsB)
            rows.append([
                "logits", "\(logitsA.shape)", NumberFormat.significant(distance?.relative, digits: 4),
                NumberFormat.significant(distance?.cosine, digits: 4), "",
            ])
            let classes = [logitsA, logitsB].map { ClassRanking.ranked($0.reshaped(to: [$0.elementCount])).first }
            let words = zip([first.name, second.name], classes).compactMap { name, score in
                score.map { "\(name): \(model.className($0.index)), \(NumberFormat.fixed(Double($0.probability) * 100, places: 1)) %" }
            }
            session.emit(.text(words.joined(separator: "\n")))
        }
        let columns: [Table.Column] = [
            .left("layer"), .left("shape"), .right("relative distance"), .right("cosine"), .right("cosine of means"),
        ]
        session.emit(
            .table(Table(columns, rows: rows, caption: "\(model.model.name): where the two pictures part, the last layer of each size")))
    }

    private func values(_ names: [String], of image: Image) throws -> [String: Tensor] {
        var specimen = try session.lab.specimen(of: try session.lab.requireModel(), picture: image, in: session)
        specimen.edits = session.lab.edits.flatMap(\.edits)
        return try specimen.values(names, control: session.control)
    }
}
