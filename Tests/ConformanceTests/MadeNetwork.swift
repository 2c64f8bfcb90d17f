import Foundation
import ModelFormats
import Tensors

/// The ResNet-50 that `Tools/make-resnet50.py` makes: a network in two formats, with onnxruntime's value of every layer.
///
/// Made once and kept in the cache, under the checksum of the script.
struct MadeNetwork {
    let folder: String
    /// What the network is given, `[1, 3, 224, 224]`.
    let input: Tensor
    /// onnxruntime's values by the names of torchvision's `get_graph_node_names`.
    let expected: StateDictionary

    static let resnet50 = Result { try MadeNetwork(script: "Tools/make-resnet50.py") }

    private init(script: String) throws {
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["CNNS_CACHE"] ?? (environment["HOME"] ?? "") + "/.cache/cnns"
        let scriptPath = "\(package)/\(script)"
        let checksum = Self.checksum(of: try Data(contentsOf: URL(fileURLWithPath: scriptPath)))
        folder = "\(cache)/made/resnet50-\(checksum)"
        if !FileManager.default.fileExists(atPath: folder) {
            let python = environment["CNNS_PYTHON"] ?? "\(package)/.build-python/bin/python3"
            try Self.make(folder, by: scriptPath, with: python)
        }
        input = try NPYFormat.readTensor(MappedFile(path: "\(folder)/input.npy").contents)
        guard case .weights(let values) = try NPZFormat.read(MappedFile(path: "\(folder)/values.npz")) else {
            throw MakingError.unreadable("\(folder)/values.npz")
        }
        expected = values
    }

    private static func make(_ folder: String, by script: String, with python: String) throws {
        guard FileManager.default.isExecutableFile(atPath: python) else { throw MakingError.noPython(python) }
        try FileManager.default.createDirectory(
            atPath: (folder as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script, folder]
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw MakingError.failed(script: script, status: process.terminationStatus) }
    }

    /// FNV-1a, to tell versions of a script apart.
    private static func checksum(of data: Data) -> String {
        String(data.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }
}

/// Why there is no network to compare with.
enum MakingError: Error, CustomStringConvertible {
    case noPython(String)
    case failed(script: String, status: Int32)
    case unreadable(String)

    var description: String {
        switch self {
        case .noPython(let path):
            "no Python with numpy, onnx and onnxruntime at '\(path)': 'make test' makes one, CNNS_PYTHON names another"
        case .failed(let script, let status): "'\(script)' ended with status \(status)"
        case .unreadable(let path): "'\(path)' holds no arrays"
        }
    }
}
