import Foundation
import ModelFormats
import Tensors

/// onnxruntime's value of every node of a network of the catalog, made once by `Tools/make-onnx-values.py` and kept in the cache.
struct PeerValues {
    private let values: [String: Tensor]

    subscript(name: String) -> Tensor? { values[name] }

    init(of name: String, input: String, shape: Shape, numbers: String) throws {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let script = "\(package)/Tools/make-onnx-values.py"
        let model = try CatalogNetwork.path(name)
        let request = "\(input)=\(shape):\(numbers)"
        let checksum = Array((try String(contentsOfFile: script, encoding: .utf8) + request).utf8).withUnsafeBytes(SHA256.hexDigest)
        let folder = "\(try AssetCache.standard().folder)/made"
        let path = "\(folder)/values-\(name)-\(checksum.prefix(16)).npz"
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let python = ProcessInfo.processInfo.environment["CNNS_PYTHON"] ?? "\(package)/.build-python/bin/python3"
            try Self.run(python, script, [model, path, request])
        }
        guard case .weights(let arrays) = try NPZFormat.read(MappedFile(path: path)) else { throw MakingError.unreadable(path) }
        let names = try String(contentsOfFile: "\(path).names", encoding: .utf8).split(separator: "\n").map(String.init)
        values = Dictionary(uniqueKeysWithValues: names.enumerated().compactMap { index, name in arrays["\(index)"].map { (name, $0) } })
    }

    private static func run(_ python: String, _ script: String, _ arguments: [String]) throws {
        guard FileManager.default.isExecutableFile(atPath: python) else { throw MakingError.noPython(python) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script] + arguments
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw MakingError.failed(script: script, status: process.terminationStatus) }
    }
}
