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
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            let file = MappedFile(path: Fixtures.good(name), contents: generator.mutation(of: bytes))
            do throws(ModelFormatError) {
                let contents = try ModelFormatCatalog.read(file)
                let numberCount = Self.countNumbers(in: contents)
                #expect(numberCount <= 64 * bytes.count, "seed \(seed)")
                if case .graph(let graph) = contents { Self.check(graph, seed: seed) }
            } catch {
                #expect(error.description.hasPrefix("'\(file.path)': "), "seed \(seed)")
                refusedCount += 1
            }
        }
        #expect(refusedCount > 0)
    }

    /// A damaged graph is a network whose values have sizes, or says which of its nodes is not right.
    private static func check(_ graph: Graph, seed: UInt64) {
        do throws(NetworkError) {
            let network = try Network(graph)
            #expect(network.values.values.allSatisfy { $0.shape.checkedElementCount != nil }, "seed \(seed)")
        } catch {
            #expect(!error.description.isEmpty, "seed \(seed)")
        }
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
