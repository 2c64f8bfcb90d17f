import ArgumentParser
import Glibc
import Imaging
import TerminalGraphics

/// One picture to standard output: what `encode` measures as a process of its own.
struct EncodeOneSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode-one", abstract: "Writes a PNG in a terminal's protocol to standard output.", shouldDisplay: false)

    @Argument(help: "How it is written.")
    var way: EncodingWay

    @Argument(help: ArgumentHelp("The picture.", valueName: "file"), completion: .file(extensions: ["png"]))
    var picture: String

    func run() throws {
        let bytes = way.encode(try PNGCodec.decode(Self.bytes(of: picture)))
        guard TerminalOutput.write(bytes, to: STDOUT_FILENO) else { throw ExitCode.failure }
    }

    /// - Throws: ``PeerError``
    static func bytes(of path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PeerError.start(path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        fstat(descriptor, &status)
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = read(descriptor, start + count, size - count)
                guard got > 0 else { return }
                count += got
            }
        }
    }
}

/// How a picture is written.
enum EncodingWay: String, ExpressibleByArgument, CaseIterable {
    case sixel
    case sixelWithoutDithering = "sixel-plain"
    case kitty
    case kittyInSharedMemory = "kitty-shared"
    case iTerm2 = "iterm2"

    /// The protocol, as reports name it.
    var protocolName: String {
        switch self {
        case .sixel: "sixel"
        case .sixelWithoutDithering: "sixel, no dithering"
        case .kitty: "kitty"
        case .kittyInSharedMemory: "kitty, shared memory"
        case .iTerm2: "iTerm2"
        }
    }

    func encode(_ image: Image) -> [UInt8] {
        var placement = Placement(heightInCells: 1, widthInCells: 1)
        switch self {
        case .sixel: return SixelEncoder.encode(image, placement)
        case .sixelWithoutDithering: return SixelEncoder.encode(image, placement, isDithered: false)
        case .kitty: return KittyEncoder.encode(image, placement)
        case .kittyInSharedMemory:
            placement.kitty.medium = .sharedMemory
            return KittyEncoder.encode(image, placement)
        case .iTerm2: return ITerm2Encoder.encode(image, placement)
        }
    }
}
