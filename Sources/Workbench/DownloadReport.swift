import Imaging
import ModelFormats

/// Shows downloads as progress.
final class DownloadReport {
    private let session: Session
    private var last: Progress?

    init(_ session: Session) { self.session = session }

    func show(_ download: DownloadProgress) {
        let megabytes = { (count: Int) in NumberFormat.fixed(Double(count) / 1_000_000, places: 1) }
        let total = download.totalByteCount.map { " of \(megabytes($0))" } ?? ""
        let progress = Progress(
            label: "fetching \(download.source)", share: download.share, detail: "\(megabytes(download.receivedByteCount))\(total) MB")
        guard progress != last else { return }
        last = progress
        session.emit(.progress(progress))
    }

    func finish() {
        guard var progress = last else { return }
        progress.isFinished = true
        session.emit(.progress(progress))
    }
}
