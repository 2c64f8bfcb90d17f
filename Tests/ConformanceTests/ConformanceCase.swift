import Foundation
import Inference
import ModelFormats
import Tensors
import Testing

/// One of the ONNX project's cases: a model, what goes in, what has to come out.
struct ConformanceCase: CustomTestStringConvertible {
    /// The suite and the folder: `node/test_add`.
    let name: String

    var testDescription: String { name }

    private var folder: String { "\(Self.folder)/\(name)" }

    /// Where the cases are; `Tests/fetch-conformance.sh` puts them there.
    static let folder: String = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["CNNS_CACHE"] ?? (environment["HOME"] ?? "") + "/.cache/cnns"
        return environment["CNNS_CONFORMANCE"] ?? cache + "/conformance/onnx-1.19.1"
    }()

    /// The kinds of cases that the ONNX project has: a node each, networks without their true weights, modules and operators as PyTorch
    /// converts them, small graphs.
    static let suites = ["light", "node", "pytorch-converted", "pytorch-operator", "simple"]

    /// All cases, whatever operators they use.
    static let all: [ConformanceCase] = suites.flatMap { suite in
        let names = names(in: "\(folder)/\(suite)")
        let cases = names.filter { $0.hasPrefix("test_") } + names.filter { $0.hasSuffix(".onnx") }.map { String($0.dropLast(5)) }
        return cases.map { ConformanceCase(name: "\(suite)/\($0)") }
    }

    private var isSingleFile: Bool { name.hasPrefix("light/") }
    private var modelPath: String { folder + (isSingleFile ? ".onnx" : "/model.onnx") }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// The operators of the model.
    func operatorNames() throws -> Set<String> {
        try ONNXFormat.operatorNames(in: MappedFile(path: modelPath))
    }

    /// Runs the model on every set of inputs.
    ///
    /// - Throws: what the reader, the network or the engine throws; ``Mismatch`` where an output is another.
    func run(on engine: Engine) throws {
        guard case .graph(let graph) = try ONNXFormat.read(MappedFile(path: modelPath)) else { return }
        if isSingleFile { return try runOnRamp(graph, on: engine) }
        for set in Self.names(in: folder) where set.hasPrefix("test_data_set_") {
            let inputs = try tensors("input", set)
            let expected = try tensors("output", set)
            try Self.check(graph, inputs, expected, on: engine)
        }
    }

    /// Runs a network of one file on what ONNX's runner feeds it: 0, 1/n, 2/n … (n − 1)/n.
    private func runOnRamp(_ graph: Graph, on engine: Engine) throws {
        let inputs = graph.inputs.map { input in
            let shape = Shape((input.dimensions ?? []).map { $0 ?? 1 })
            return Tensor(shape, (0..<shape.elementCount).map { Float(Double($0) / Double(shape.elementCount)) })
        }
        let expected = try graph.outputs.indices.map { try ONNXFormat.readTensor(MappedFile(path: "\(folder)_output_\($0).pb")) }
        try Self.check(graph, inputs, expected, on: engine)
    }

    private static func check(_ graph: Graph, _ inputs: [Tensor], _ expected: [Tensor], on engine: Engine) throws {
        let (network, feed) = try bind(graph, to: inputs)
        let run = try engine.run(network, feed: feed, wanted: graph.outputs)
        for (name, expected) in zip(graph.outputs, expected) {
            guard let found = run.values[name] else { throw Mismatch(output: name, reason: "it is missing") }
            if let reason = difference(of: found, from: expected) { throw Mismatch(output: name, reason: reason) }
        }
    }

    /// The network with what is fed to it.
    ///
    /// Where a node wants an input to be known when the network is loaded (a shape, axes, sizes), integer inputs become constants,
    /// as they are in files that exporters write; and where that is not enough (scales, a region), all inputs do.
    private static func bind(_ graph: Graph, to inputs: [Tensor]) throws -> (Network, Feed) {
        let feed = Dictionary(zip(graph.inputs.map(\.name), inputs), uniquingKeysWith: { $1 })
        do throws(NetworkError) {
            return try bind(graph, feed) { _ in false }
        } catch {
            guard case .operation(_, _, .notConstant) = error else { throw error }
        }
        do throws(NetworkError) {
            return try bind(graph, feed) { $0.integers != nil }
        } catch {
            guard case .operation(_, _, .notConstant) = error else { throw error }
        }
        return try bind(graph, feed) { _ in true }
    }

    private static func bind(
        _ graph: Graph, _ feed: [String: Tensor], constants isConstant: (Tensor) -> Bool
    ) throws(NetworkError) -> (Network, Feed) {
        var bound = graph
        for (name, tensor) in feed where isConstant(tensor) { bound.constants[name] = tensor }
        bound.inputs.removeAll { bound.constants[$0.name] != nil }
        let rest = feed.filter { bound.constants[$0.key] == nil }
        return (try Network(bound, inputShapes: rest.mapValues(\.shape)), Feed(rest))
    }

    /// The tensors `input_0.pb`, `input_1.pb` … of a set, in this order.
    private func tensors(_ role: String, _ set: String) throws -> [Tensor] {
        var tensors: [Tensor] = []
        while FileManager.default.fileExists(atPath: "\(folder)/\(set)/\(role)_\(tensors.count).pb") {
            tensors.append(try ONNXFormat.readTensor(MappedFile(path: "\(folder)/\(set)/\(role)_\(tensors.count).pb")))
        }
        return tensors
    }

    /// What is wrong with a tensor, or `nil`: the tolerances are those of ONNX's own runner, |a − b| ≤ 1e-7 + 1e-3 |b|, and 1e-7 of the
    /// largest number, for what is 0 but for the rounding of larger ones.
    private static func difference(of found: Tensor, from expected: Tensor) -> String? {
        guard found.shape == expected.shape else { return "expected the shape \(expected.shape), found \(found.shape)" }
        guard found.elementType == expected.elementType else { return "expected \(expected.elementType), found \(found.elementType)" }
        if let exact = expected.integers, let integers = found.integers {
            return exact == integers ? nil : "expected \(exact.prefix(8)) …, found \(integers.prefix(8)) …"
        }
        if let exact = expected.texts, let texts = found.texts {
            return exact == texts ? nil : "expected \(exact.prefix(8)) …, found \(texts.prefix(8)) …"
        }
        let numbers = expected.doubles
        let floor = 1e-7 * numbers.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
        for (index, (a, b)) in zip(found.doubles, numbers).enumerated() {
            let isEqual = a == b || (a.isNaN && b.isNaN) || abs(a - b) <= floor + 1e-3 * abs(b)
            if !isEqual { return "expected \(b) at element \(index), found \(a)" }
        }
        return nil
    }
}

/// An output that is not what it has to be.
struct Mismatch: Error, CustomStringConvertible {
    let output: String
    let reason: String

    var description: String { "output '\(output)': \(reason)" }
}

extension Tensor {
    /// The elements in double precision.
    fileprivate var doubles: [Double] {
        guard elementType == .float64 else { return convertedToFloat32().floats.map(Double.init) }
        return withExtendedLifetime(storage) { Array(elements(as: Double.self)) }
    }
}
