import Foundation
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Damaged files of every format: whatever is read of them stays inside the file, and whatever is not says why.
struct MutationTests {
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: Fixtures.folder + "good")) ?? []).sorted().filter { name in
        ["onnx", "safetensors", "pth", "pkl", "npy", "npz"].contains { name.hasSuffix(".\($0)") }
    }

    @Test func `there are fixtures`() { #expect(Self.names.count >= 20) }

    @Test(arguments: names)
    func `a damaged file is read or refused, never more`(name: String) throws {
        let bytes = try MappedFile(path: Fixtures.good(name)).contents.copiedBytes
        var refusedCount = 0
        for seed in UInt64(0)..<1000 {
            var generator = SeededGenerator(seed: seed)
            let file = MappedFile(path: Fixtures.good(name), contents: generator.mutation(of: bytes))
            do throws(ModelFormatError) {
                let numberCount = Self.countNumbers(in: try ModelFormatCatalog.read(file))
                #expect(numberCount <= 64 * bytes.count, "seed \(seed)")
            } catch {
                #expect(error.description.hasPrefix("'\(file.path)': "), "seed \(seed)")
                refusedCount += 1
            }
        }
        #expect(refusedCount > 0)
    }

    /// Looks at every number, so that a view that leaves its file would be found out.
    private static func countNumbers(in contents: ModelFileContents) -> Int {
        let tensors =
            switch contents {
            case .graph(let graph): Array(graph.constants.values)
            case .weights(let weights): weights.names.compactMap { weights[$0] }
            }
        return tensors.reduce(0) { count, tensor in
            let statistics = tensor.statistics
            return count + statistics.count + statistics.nonFiniteCount
        }
    }
}
