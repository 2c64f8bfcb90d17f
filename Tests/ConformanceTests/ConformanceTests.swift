import Inference
import ModelFormats
import Testing

/// The ONNX project's own cases: every one whose operators are implemented runs.
///
/// A case that does not pass yet is listed in `KnownFailures.txt` and runs all the same: once it passes, its line has to go.
@Suite(.enabled(if: !ConformanceCase.all.isEmpty, "Tests/fetch-conformance.sh fetches the cases"))
struct ConformanceTests {
    private static let engine = Engine(threadCount: 1, cacheBudgetInBytes: 0)

    /// The cases that use implemented operators only.
    static let runnable = ConformanceCase.all.filter { example in
        guard let names = try? example.operatorNames() else { return true }
        return names.allSatisfy { OperatorCatalog.supports($0) }
    }

    @Test(.enabled(if: ConformanceLists.isRecording))
    func `the lists are written anew`() throws {
        var failures: [String: String] = [:]
        for example in Self.runnable {
            do { try example.run(on: Self.engine) } catch { failures[example.name] = "\(error)" }
        }
        try ConformanceLists.record(failures: failures, unimplementedOperators: Self.missingOperators())
        Issue.record("recorded \(failures.count) failures")
    }

    @Test(.disabled(if: ConformanceLists.isRecording), arguments: runnable)
    func `a case of the ONNX project passes`(_ example: ConformanceCase) throws {
        guard let reason = ConformanceLists.knownFailures[example.name] else { return try example.run(on: Self.engine) }
        withKnownIssue("\(reason)") { try example.run(on: Self.engine) }
    }

    @Test(.disabled(if: ConformanceLists.isRecording), arguments: KernelChoice.supported.filter { ![.auto, .widest].contains($0) })
    func `every case passes whatever computes the products`(kernels: KernelChoice) {
        let engine = Engine(threadCount: 1, cacheBudgetInBytes: 0)
        engine.kernels = kernels
        // The scores of this one are equal and so large that the order of a sum decides which is greatest.
        let examples = Self.runnable.filter { ConformanceLists.knownFailures[$0.name] == nil && $0.name != "light/light_squeezenet" }
        for example in examples {
            #expect(throws: Never.self, "\(example.name)") { try example.run(on: engine) }
        }
    }

    private static func missingOperators() throws -> Set<String> {
        let used = try ConformanceCase.all.reduce(into: Set<String>()) { $0.formUnion(try $1.operatorNames()) }
        return used.filter { !OperatorCatalog.supports($0) }
    }

    @Test(.disabled(if: ConformanceLists.isRecording))
    func `the known failures are cases that run`() {
        let names = Set(Self.runnable.map(\.name))
        let strangers = ConformanceLists.knownFailures.keys.filter { !names.contains($0) }
        #expect(strangers.sorted() == [])
    }

    @Test(.disabled(if: ConformanceLists.isRecording))
    func `what does not pass was left out by decision`() {
        let undecided = [ConformanceLists.knownFailures, ConformanceLists.unimplementedOperators].flatMap { list in
            list.filter { !$0.value.hasPrefix(ConformanceLists.decided) }.keys
        }
        #expect(undecided.sorted() == [])
    }

    @Test(.disabled(if: ConformanceLists.isRecording))
    func `the operators listed as missing are those that are`() throws {
        let missing = try Self.missingOperators()
        let listed = Set(ConformanceLists.unimplementedOperators.keys)
        #expect(missing.subtracting(listed).sorted() == [], "not listed")
        #expect(listed.subtracting(missing).sorted() == [], "listed, but not missing")
    }
}
