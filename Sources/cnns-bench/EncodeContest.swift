import Foundation
import Glibc
import Imaging

/// One picture in one protocol: ours, and the peers that write the same.
struct EncodeContest {
    let way: EncodingWay
    let picture: Image
    /// Programs with everything they are told, ours first.
    let contestants: [(name: String, arguments: [String])]

    /// A cell of the terminal that the programs see.
    private static let cell = (height: 16, width: 8)

    /// Every way in which the picture can be written.
    static func all(file: String, picture: Image) -> [EncodeContest] {
        let size = "\(picture.widthInPixels / cell.width)x\(picture.heightInPixels / cell.height)"
        let chafa = { (format: String) in ("chafa", ["chafa", "--format", format, "--size", size, file]) }
        let timg = { (letter: String) in ("timg", ["timg", "-p\(letter)", "-g\(size)", file]) }
        return EncodingWay.allCases.map { way in
            let peers: [(String, [String])] =
                switch way {
                case .sixel: [("img2sixel", ["img2sixel", file])]
                case .sixelWithoutDithering: [("img2sixel", ["img2sixel", "--diffusion=none", file]), chafa("sixels")]
                case .kitty, .kittyInSharedMemory: [chafa("kitty"), timg("k")]
                case .iTerm2: [chafa("iterm"), timg("i")]
                }
            let own = ("cnns", [ownProgram, "encode-one", way.rawValue, file])
            return EncodeContest(way: way, picture: picture, contestants: [own] + peers)
        }
    }

    /// Rows of the report, and the programs that are not there.
    struct Result {
        var rows: [(cells: [String], samples: [String: Samples])] = []
        var missing: [String] = []
    }

    /// - Throws: ``PeerError``
    func run(_ runs: Int, folder: String) throws -> Result {
        let terminal = try terminal()
        defer { for end in terminal.ends { close(end) } }
        let present = contestants.filter { $0.name == "cnns" || Self.isInstalled($0.name) }
        var wall = [Samples](repeating: Samples(), count: present.count)
        var (processor, alone) = (wall, wall)
        let libraries = present.map { EncoderLibraries.encoder($0.name, way: way, cell: Self.cell) }
        for round in -1..<runs {
            for (number, contestant) in present.enumerated() {
                let run = try ProcessRun(contestant.arguments, input: terminal.path, output: "\(folder)/\(contestant.name)")
                removeSharedPicture("\(folder)/\(contestant.name)")
                guard round >= 0 else { continue }
                wall[number].add(run.seconds * 1000)
                processor[number].add(run.processorSeconds * 1000)
            }
            for number in present.indices {
                guard let milliseconds = encodingTime(number, libraries[number]), round >= 0 else { continue }
                alone[number].add(milliseconds)
            }
        }
        var result = Result(missing: contestants.map(\.name).filter { name in !present.contains { $0.name == name } })
        for (number, contestant) in present.enumerated() {
            let bytes = try EncodeOneSubcommand.bytes(of: "\(folder)/\(contestant.name)")
            let cells = [
                contestant.name, wall[number].minimum.measured, wall[number].median.measured, processor[number].minimum.measured,
                "\(bytes.count)", fidelity(bytes), (wall[number].minimum / wall[0].minimum).measured,
                wall[0].medianRatio(of: wall[number]).measured, alone[number].minimum.measured,
                (alone[number].minimum / alone[0].minimum).measured,
            ]
            result.rows.append((cells, ["\(contestant.name) ms": wall[number], "\(contestant.name) processor ms": processor[number]]))
        }
        return result
    }

    /// Milliseconds of an encoder within this process: ours, or a library's; nil where there is none, or it writes nothing.
    private func encodingTime(_ number: Int, _ library: ((Image) -> Int)?) -> Double? {
        let begin = ContinuousClock.now
        var milliseconds: Double { (ContinuousClock.now - begin) / .milliseconds(1) }
        if number > 0 { return library.flatMap { $0(picture) > 0 ? milliseconds : nil } }
        let bytes = way.encode(picture)
        defer { EncodingWay.remove(sharedIn: bytes) }
        return milliseconds
    }

    private func fidelity(_ bytes: [UInt8]) -> String {
        guard let image = EncodedPicture.read(bytes) else { return "–" }
        let isWhole = image.widthInPixels == picture.widthInPixels && (0..<6).contains(image.heightInPixels - picture.heightInPixels)
        let ratio = EncodedPicture.signalToNoise(image, picture)
        return (ratio.isInfinite ? "exact" : ratio.measured) + (isWhole ? "" : " (\(image.widthInPixels) x \(image.heightInPixels))")
    }

    private static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// A pseudo-terminal of cells of a known size with room for the picture.
    private func terminal() throws -> (path: String, ends: [Int32]) {
        var (leader, follower): (Int32, Int32) = (-1, -1)
        let (rows, columns) = (picture.heightInPixels / Self.cell.height + 3, picture.widthInPixels / Self.cell.width)
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * Self.cell.width),
            ws_ypixel: UInt16(rows * Self.cell.height))
        guard openpty(&leader, &follower, nil, nil, &size) == 0, let path = ttyname(follower) else { throw PeerError.noTerminal }
        return (String(cString: path), [leader, follower])
    }

    /// What a terminal does when it has read a picture.
    private func removeSharedPicture(_ file: String) {
        guard way == .kittyInSharedMemory, let bytes = try? EncodeOneSubcommand.bytes(of: file) else { return }
        EncodingWay.remove(sharedIn: bytes)
    }

}

extension EncodingWay {
    /// Takes away the picture in shared memory that some bytes name: what a terminal does when it has read it.
    static func remove(sharedIn bytes: [UInt8]) {
        guard bytes.count < 10_000 else { return }
        let commands = String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}")
        guard let payload = commands.first(where: { $0.hasPrefix("_G") })?.split(separator: ";").dropFirst().first,
            let name = Data(base64Encoded: String(payload))
        else { return }
        shm_unlink(String(decoding: name, as: UTF8.self))
    }
}
