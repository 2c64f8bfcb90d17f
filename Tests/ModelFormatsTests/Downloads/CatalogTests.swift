import Imaging
import ModelFormats
import Tensors
import Testing

@Suite struct CatalogTests {
    @Test func `catalogs are alphabetical and their names unique`() {
        let models = ModelCatalog.all.map(\.name)
        let samples = SampleCatalog.all.map(\.name)
        #expect(models == models.sorted())
        #expect(samples == samples.sorted())
        let names = models + ModelCatalog.all.flatMap(\.aliases) + samples
        #expect(Set(names).count == names.count)
        #expect(Set(AssetCatalog.all.map(\.fileName)).count == AssetCatalog.all.count)
    }

    @Test func `names are never mistaken for files`() {
        #expect(LoadTarget.names.allSatisfy { !$0.contains("/") && !$0.contains(".") })
    }

    @Test func `every asset has a checksum, and its address is encrypted`() {
        for asset in AssetCatalog.all {
            #expect(asset.sha256.count == 64 || (8...10).contains(asset.sha256.count))
            #expect(asset.sha256.allSatisfy { $0.isHexDigit })
            if case .https(let address) = asset.source { #expect(address.hasPrefix("https://")) }
        }
    }

    /// Architectures without published weights are there for what people train themselves, and for comparing geometries.
    @Test func `every catalog model of weights alone has an architecture, and most architectures a catalog model`() {
        let weights = ModelCatalog.all.filter { !$0.asset.fileName.hasSuffix(".onnx") }.map(\.name)
        let networks = Set(weights.map { $0.hasSuffix("-v2") ? String($0.dropLast(3)) : $0 })
        let architectures = Set(ArchitectureCatalog.all.map(\.name))
        #expect(networks.isSubset(of: architectures))
        let unpublished = architectures.subtracting(networks).filter { !$0.hasPrefix("cifar_") }
        #expect(unpublished == ["efficientnet-lite3", "efficientnet-lite4", "lenet", "regnet_y_128gf", "resnet50-caffe"])
    }

    @Test(arguments: [
        ("resnet50", "resnet50-0676ba61.pth", "ImageNet-1k, 224x224, 25,557,032 parameters, 76.1 % top-1"),
        ("resnet50_v2", "resnet50-11ad3fa6.pth", "ImageNet-1k, 224x224, 25,557,032 parameters, 80.9 % top-1"),
        ("mnasnet0_5", "mnasnet0.5_top1_67.823-3ffadce67e.pth", "ImageNet-1k, 224x224, 2,218,512 parameters, 67.7 % top-1"),
        ("efficientnet_b7", "efficientnet_b7_lukemelas-c5b4e57e.pth", "ImageNet-1k, 600x600, 66,347,960 parameters, 84.1 % top-1"),
    ])
    func `torchvision's weights have their official addresses`(name: String, file: String, summary: String) throws {
        let entry = try #require(ModelCatalog.entry(named: name))
        #expect(entry.asset.source == .https("https://download.pytorch.org/models/\(file)"))
        #expect(file.hasSuffix("-\(entry.asset.sha256).pth"))
        #expect(entry.summary == summary)
    }

    /// torchvision's code brings ImageNet's normalization to -1...1 in a step of its own for these.
    @Test func `the Inception networks see numbers from -1 to 1`() throws {
        for name in ["googlenet", "inception_v3"] {
            let preprocessing = try #require(ModelCatalog.entry(named: name)).preprocessing
            #expect(preprocessing.mean == [127.5, 127.5, 127.5] && preprocessing.standardDeviation == [127.5, 127.5, 127.5])
        }
    }

    @Test(arguments: AssetCatalog.all.filter { $0.source == .embedded }) func `embedded files are what the catalogs say`(asset: Asset)
        throws
    {
        let contents = try EmbeddedFile.open(asset.fileName).contents
        #expect(contents.byteCount == asset.byteCount)
        #expect(contents.withBytes(SHA256.hexDigest) == asset.sha256)
    }

    @Test func `the embedded default is at most 300 KB`() {
        let embedded = AssetCatalog.all.filter { $0.source == .embedded }
        #expect(embedded.count == 11)
        #expect(embedded.reduce(0) { $0 + ($1.byteCount ?? .max / 100) } <= 300_000)
    }

    @Test(arguments: [
        ("digits", "model digits"), ("EfficientNet-Lite0", "model efficientnet-lite0"), ("chelsea", "sample chelsea"),
        ("digit-7", "sample digit-7"),
        ("digits.onnx", "file digits.onnx"), ("./digits", "file ./digits"), ("nonsense", "unknown nonsense"), ("", "unknown "),
    ])
    func `a word is a file by its dot or slash, else a name`(word: String, meaning: String) {
        let found =
            switch LoadTarget(word) {
            case .model(let entry): "model \(entry.name)"
            case .sample(let sample): "sample \(sample.name)"
            case .file(let path): "file \(path)"
            case .unknown(let word): "unknown \(word)"
            }
        #expect(found == meaning)
    }

    @Test(
        arguments: [
            ([nil, 3, 299, 299], 299, 299, Preprocessing.Layout.nchw, Preprocessing.ChannelOrder.rgb),
            ([1, 224, 200, 3], 224, 200, .nhwc, .rgb), ([1, 1, 28, 28], 28, 28, .nchw, .gray), ([nil, 3, nil, nil], 224, 224, .nchw, .rgb),
            ([1, 3, -5, .max], 224, 224, .nchw, .rgb), ([10], 224, 224, .nchw, .rgb),
        ] as [([Int?], Int, Int, Preprocessing.Layout, Preprocessing.ChannelOrder)])
    func `preprocessing is guessed from the input's shape`(
        dimensions: [Int?], height: Int, width: Int, layout: Preprocessing.Layout, order: Preprocessing.ChannelOrder
    ) {
        let guess = Preprocessing.guessed(for: .init(name: "x", dimensions: dimensions))
        #expect(guess.heightInPixels == height)
        #expect(guess.widthInPixels == width)
        #expect(guess.layout == layout)
        #expect(guess.channelOrder == order)
        #expect(guess.mean.count == order.count)
    }
}
