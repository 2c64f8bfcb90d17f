import Foundation
import ModelFormats
import Testing
import Workbench

/// Every script in `Examples/` runs, and what it expects holds.
struct ExampleTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/Examples"
    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".cnns") }
        .sorted()

    /// What the examples fetch.
    private static let isFetched: Bool = {
        guard let cache = try? AssetCache.standard(), let labels = LabelSet.imageNet.asset else { return false }
        let assets =
            ["efficientnet-lite0"].compactMap { ModelCatalog.entry(named: $0)?.asset }
            + ["chelsea", "coffee"].compactMap { SampleCatalog.sample(named: $0)?.asset } + [labels]
        return assets.count == 4 && assets.allSatisfy(cache.holds)
    }()

    private static func source(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))) }

    /// A script that fetches something says so before its first statement.
    private static func fetches(_ name: String) throws -> Bool {
        String(decoding: try source(name), as: UTF8.self).prefix { $0 != "\n" }.contains("fetch")
    }

    @Test(arguments: names)
    func `an example runs and its expectations hold`(name: String) throws {
        if try !Self.isFetched && Self.fetches(name) { try Test.cancel("needs EfficientNet-Lite0 and photographs in the cache") }
        let transcript = Transcript()
        let session = transcript.session()
        #expect(session.execute(bytes: try Self.source(name), name: name), "\(transcript.take().suffix(8).joined(separator: "\n"))")
    }

    @Test(arguments: names)
    func `an example is a lesson in cells`(name: String) throws {
        let text = String(decoding: try Self.source(name), as: UTF8.self)
        #expect(text.hasPrefix("# %% [markdown]") || text.hasPrefix("# "))
        #expect(text.contains("\n# %%\n"))
        #expect(text.contains("\nexpect "))
        let loadsCatalog = text.contains("efficientnet") || text.contains("chelsea") || text.contains("coffee")
        #expect(try Self.fetches(name) == loadsCatalog)
    }
}
