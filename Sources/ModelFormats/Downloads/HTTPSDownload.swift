import CDownloads
import Glibc
import Inference

/// Fetches one file from an address, going on where an earlier fetch broke off.
struct HTTPSDownload {
    let address: String
    /// More bytes than this are not accepted, whatever the server announces.
    let byteLimit: Int
    /// For servers on one's own machine.
    let allowsHTTP: Bool
    /// How long a transfer may stand still.
    let stallTimeoutInSeconds: Int

    /// How often a transfer that broke off is taken up again.
    private static let maximumAttemptCount = 4

    /// Fetches what is missing of the file. What has arrived stays when a transfer breaks off or is cancelled, if the server told how to go on.
    ///
    /// - Returns: whether a part of the file is from an earlier fetch.
    /// - Throws: ``AssetError``, `RunCancelled`.
    @discardableResult
    func run(into partial: PartialDownload, control: RunControl, progress: (DownloadProgress) -> Void) throws -> Bool {
        var attemptCount = 0
        while true {
            let before = partial.byteCount
            do {
                return try attempt(into: partial, control: control, progress: progress)
            } catch let error as AssetError {
                attemptCount += 1
                if partial.byteCount <= before {
                    // Nothing came of asking for the rest: perhaps there is none any more.
                    guard before > 0, error.isAboutTheAnswer else { throw error }
                    partial.discard()
                }
                if case .tooLarge = error { partial.discard() }
                guard attemptCount < Self.maximumAttemptCount, error.isAboutTheAnswer else { throw error }
            }
        }
    }

    private func attempt(into partial: PartialDownload, control: RunControl, progress: (DownloadProgress) -> Void) throws -> Bool {
        let offset = partial.byteCount
        let validator = partial.validator
        let descriptor = try partial.open()
        defer { close(descriptor) }
        guard let transfer = start(at: offset, validator, descriptor) else {
            throw AssetError.transfer(address: address, reason: "out of memory")
        }
        defer { cdownloads_end(transfer) }
        var isRemembered = false
        while true {
            let state = cdownloads_step(transfer, 100)
            let received = Int(cdownloads_received(transfer))
            let announced = Int(cdownloads_announced(transfer))
            if !isRemembered, received > 0, state != CDOWNLOADS_UNAVAILABLE, received != offset || cdownloads_resumed(transfer) {
                try partial.remember(validator: String(cString: cdownloads_validator(transfer)))
                isRemembered = true
            }
            try control.checkCancellation()
            guard received <= byteLimit, announced <= byteLimit else { throw AssetError.tooLarge(source: address, limit: byteLimit) }
            switch state {
            case CDOWNLOADS_RUNNING:
                progress(DownloadProgress(source: address, receivedByteCount: received, totalByteCount: announced > 0 ? announced : nil))
            case CDOWNLOADS_DONE: return cdownloads_resumed(transfer)
            case CDOWNLOADS_UNAVAILABLE: throw AssetError.missingProgram(name: "libcurl", needed: address)
            default: throw failure(of: transfer)
            }
        }
    }

    private func start(at offset: Int, _ validator: String?, _ descriptor: Int32) -> OpaquePointer? {
        address.withCString { url in
            (validator ?? "").withCString { tag in
                var request = cdownloads_request(
                    url: url, allows_http: allowsHTTP, offset: validator == nil ? 0 : Int64(offset),
                    validator: validator == nil ? nil : tag,
                    stall_seconds: stallTimeoutInSeconds)
                return cdownloads_start(&request, descriptor)
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

extension AssetError {
    /// Whether asking again, or for the whole, may end otherwise: the transfer broke off, or the server has no such part.
    fileprivate var isAboutTheAnswer: Bool {
        switch self {
        case .transfer: true
        case .server(_, let status): status == 416
        default: false
        }
    }
}
