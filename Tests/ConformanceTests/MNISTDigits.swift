import Foundation
import ModelFormats
import Tensors
import Testing

/// The 5,000 digits of MNIST's sample, 500 of each.
struct MNISTDigits {
    /// `[1, 1, 28, 28]`, gray levels 0...255.
    private let pictures: [[Float]]
    let labels: [Int]

    static func load() throws -> MNISTDigits {
        let asset = DataSetCatalog.mnistSample
        let cache = try AssetCache.standard()
        do {
            _ = try cache.file(of: asset)
        } catch let error as AssetError {
            throw FetchFailure(name: asset.fileName, reason: "\(error)")
        }
        let unzip = Process()
        unzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        unzip.arguments = ["gzip", "-dc", cache.path(of: asset)]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        unzip.waitUntilExit()
        let rows = text.split(separator: UInt8(ascii: "\n")).map(Self.numbers)
        return MNISTDigits(pictures: rows.map { $0.dropLast().map(Float.init) }, labels: try rows.map { try #require($0.last) })
    }

    func picture(_ index: Int) -> Tensor { Tensor([1, 1, 28, 28], pictures[index]) }

    /// The whole numbers of a line, whatever stands between their digits and the next comma.
    private static func numbers(_ line: Data) -> [Int] {
        line.split(separator: UInt8(ascii: ",")).map { field in
            field.prefix { $0 != UInt8(ascii: ".") }.reduce(0) { 10 * $0 + Int($1) - 48 }
        }
    }
}
