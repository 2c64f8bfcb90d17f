import Foundation

/// Inputs that fuzzing kept: a file of `Tests/Fixtures/fuzz` with one a line, in which bytes that do not print are `%XX`.
package enum FuzzCorpus {
    /// The inputs of a fuzz target.
    package static func inputs(_ target: String) throws -> [[UInt8]] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fixtures.folder + "fuzz/\(target).txt")))
        return bytes.split(separator: 0x0A).map { plain(Array($0)) }
    }

    private static func plain(_ line: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = 0
        while place < line.count {
            if line[place] == UInt8(ascii: "%"), place + 2 < line.count,
                let byte = UInt8(String(decoding: line[place + 1...place + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                place += 3
            } else {
                bytes.append(line[place])
                place += 1
            }
        }
        return bytes
    }
}
