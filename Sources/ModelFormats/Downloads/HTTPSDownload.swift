import CDownloads
import Glibc
import Inference

/// Fetches one file from an address.
struct HTTPSDownload {
    let address: String
    /// More bytes than this are not accepted, whatever the server announces.
    let byteLimit: Int
    /// For servers on one's own machine.
    let allowsHTTP: Bool

    /// Fetches the file to `path`, which must not exist.
    ///
    /// - Throws: ``AssetError``, ``RunCancelled``.
    func run(to path: String, control: RunControl, progress: (DownloadProgress) -> Void) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw AssetError.file(FileError(code: errno, path: path, action: "write")) }
        defer { close(descriptor) }
        guard let transfer = cdownloads_start(address, descriptor, allowsHTTP) else {
            throw AssetError.transfer(address: address, reason: "out of memory")
        }
        defer { cdownloads_end(transfer) }
        while true {
            let state = cdownloads_step(transfer, 100)
            try control.checkCancellation()
            let received = Int(cdownloads_received(transfer))
            let announced = Int(cdownloads_announced(transfer))
            guard received <= byteLimit, announced <= byteLimit else { throw AssetError.tooLarge(source: address, limit: byteLimit) }
            switch state {
            case CDOWNLOADS_RUNNING:
                progress(DownloadProgress(source: address, receivedByteCount: received, totalByteCount: announced > 0 ? announced : nil))
            case CDOWNLOADS_DONE: return
            case CDOWNLOADS_UNAVAILABLE: throw AssetError.missingProgram(name: "libcurl", needed: address)
            default: throw failure(of: transfer)
            }
        }
    }

    private func failure(of transfer: OpaquePointer) -> AssetError {
        let status = cdownloads_status(transfer)
        if status >= 400 { return .server(address: address, status: status) }
        let reason = String(cString: cdownloads_message(transfer)).lowercased()
        return reason.hasPrefix("could not resolve") || reason.hasPrefix("failed to connect")
            ? .noNetwork(source: address, reason: reason) : .transfer(address: address, reason: reason)
    }
}
