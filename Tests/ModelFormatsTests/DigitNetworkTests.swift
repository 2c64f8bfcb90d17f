import Foundation
import Imaging
import Inference
import ModelFormats
import Tensors
import Testing

/// The default that ships with the program: it must work with no network and nothing downloaded.
@Suite struct DigitNetworkTests {
    /// An empty cache at a place that does not exist: nothing may be fetched.
    private let cache = AssetCache(folder: "/nonexistent/cnns")

    @Test(arguments: 0...9) func `the network names the digits that come with it`(digit: Int) throws {
        let model = try ModelLoader.load("digits", cache: cache)
        let sample = try #require(SampleCatalog.sample(named: "digit-\(digit)"))
        let image = try ImageCodecCatalog.decode(cache.file(of: sample.asset).contents.copiedBytes)
        let classes = try Self.classes(of: model.preprocessing.tensor(from: image), by: model.graph)
        #expect(classes == [digit])
        #expect(model.labels == (0...9).map(String.init))
        #expect(model.notes.isEmpty)
    }

    /// The split is that of Tools/train-digits.py: every fifth digit of a class was kept from training.
    @Test(.enabled(if: (try? AssetCache.standard().holds(DataSetCatalog.mnistSample)) == true, "needs MNIST's sample in the cache"))
    func `at least 98 percent of held-out digits are right`() throws {
        let graph = try ModelLoader.load("digits", cache: cache).graph
        let (pictures, digits) = try Self.heldOutDigits()
        #expect(digits.count == 1000)
        let found = try Self.classes(of: pictures, by: graph)
        let right = zip(found, digits).filter { $0 == $1 }.count
        #expect(Double(right) / Double(digits.count) >= 0.98)
    }

    /// The largest logit of each picture.
    private static func classes(of pictures: Tensor, by graph: Graph) throws -> [Int] {
        let network = try Network(graph, inputShapes: ["input": pictures.shape])
        let run = try Engine(threadCount: 1).run(network, feed: Feed(["input": pictures]), wanted: graph.outputs)
        let logits = try #require(graph.outputs.first.flatMap { run.values[$0] })
        return (0..<logits.shape[0]).map { row in
            let row = logits.part(row).floats
            return row.indices.max { row[$0] < row[$1] } ?? -1
        }
    }

    private static func heldOutDigits() throws -> (pictures: Tensor, digits: [Int]) {
        let unzip = Process()
        unzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        unzip.arguments = ["gzip", "-dc", try AssetCache.standard().path(of: DataSetCatalog.mnistSample)]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        unzip.waitUntilExit()
        var samples: [Float] = []
        var digits: [Int] = []
        var seen = [Int](repeating: 0, count: 10)
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let numbers = line.split(separator: UInt8(ascii: ",")).map { Float(String(decoding: $0, as: UTF8.self)) ?? .nan }
            let digit = Int(try #require(numbers.last))
            seen[digit] += 1
            guard seen[digit] % 5 == 0 else { continue }
            samples += numbers.dropLast().map { $0 / 255 }
            digits.append(digit)
        }
        return (Tensor([digits.count, 1, 28, 28], samples), digits)
    }
}
