import Imaging

/// What a terminal answered to `TerminalQuery`, read byte by byte.
///
/// Any bytes may be fed: what is no answer is kept as typed input, what is too long is passed over, nothing is trusted unchecked.
package struct TerminalAnswers: Sendable {
    /// The parameters of DA1; once they are here, all answers are.
    package private(set) var attributes: [Int]?
    /// XTVERSION: the terminal's name and version, such as `XTerm(379)`; printable ASCII.
    package private(set) var name: String?
    /// Whether the kitty question was answered with OK.
    package private(set) var showsKittyGraphics = false
    /// Whether the terminal read a picture from shared memory: it is on this machine.
    package private(set) var readsSharedMemory = false
    /// The answer to `CSI 16 t`, pixels.
    package private(set) var cell: (heightInPixels: Int, widthInPixels: Int)?
    /// The answer to `CSI 14 t`, pixels of the text area.
    package private(set) var window: (heightInPixels: Int, widthInPixels: Int)?
    /// The answer to `CSI 18 t`: the text area in cells.
    package private(set) var textArea: (heightInCells: Int, widthInCells: Int)?
    package private(set) var sixelRegisterCount: Int?
    /// The largest sixel picture that is shown.
    package private(set) var sixelLimit: (heightInPixels: Int, widthInPixels: Int)?
    package private(set) var background: RGB?
    /// What came between the answers: keys typed meanwhile, at most `longestTyping` bytes.
    package private(set) var typed: [UInt8] = []

    /// Everything that came, for whoever wants to see it: at most `longestRecord` bytes.
    package private(set) var received: [UInt8] = []

    private var splitter = ControlSequenceSplitter()

    package init() {}

    /// Whether the last of the answers, DA1, has come.
    package var isComplete: Bool { attributes != nil }

    /// DA1's attribute 4: sixel graphics.
    package var announcesSixel: Bool { attributes?.contains(4) ?? false }

    /// Takes more of what the terminal sent, cut anywhere.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if received.count < Self.longestRecord { received.append(byte) }
            guard let token = splitter.feed(byte) else { continue }
            if !take(token) { keepTyped(token.bytes) }
        }
    }

    package static let longestRecord = 4096
    /// The most typed bytes that are kept.
    package static let longestTyping = 4096

    private mutating func keepTyped(_ bytes: [UInt8]) {
        typed.append(contentsOf: bytes.prefix(Self.longestTyping - typed.count))
    }

    /// False if the token is no answer.
    private mutating func take(_ token: ControlSequenceSplitter.Token) -> Bool {
        switch token {
        case .typed: return false
        case .control(let body): return takeControl(body)
        case .string(let kind, let body):
            switch kind {
            case .device: takeDevice(body)
            case .application: takeApplication(body)
            case .command: takeCommand(body)
            case .other: break
            }
            return true
        }
    }

    /// A control sequence without its introducer.
    private mutating func takeControl(_ body: [UInt8]) -> Bool {
        guard let final = body.last else { return false }
        let isPrivate = body.first == UInt8(ascii: "?")
        let numbers = ControlNumbers.parse(body.dropFirst(isPrivate ? 1 : 0).dropLast())
        guard let numbers else { return false }
        switch (isPrivate, final) {
        case (true, UInt8(ascii: "c")):
            attributes = attributes ?? numbers
        case (true, UInt8(ascii: "S")):
            takeSixelReport(numbers)
        case (false, UInt8(ascii: "t")):
            guard numbers.count == 3 else { return false }
            takeSizeReport(numbers)
        default:
            return false
        }
        return true
    }

    private mutating func takeSixelReport(_ numbers: [Int]) {
        // The second number is the status; 0 is success.
        guard numbers.count >= 3, numbers[1] == 0 else { return }
        if numbers[0] == 1, numbers[2] >= 2 {
            sixelRegisterCount = numbers[2]
        } else if numbers[0] == 2, numbers.count == 4, numbers[2] > 0, numbers[3] > 0 {
            sixelLimit = (heightInPixels: numbers[3], widthInPixels: numbers[2])
        }
    }

    private mutating func takeSizeReport(_ numbers: [Int]) {
        let size = (heightInPixels: numbers[1], widthInPixels: numbers[2])
        guard (1...65535).contains(size.heightInPixels), (1...65535).contains(size.widthInPixels) else { return }
        switch numbers[0] {
        case 4: window = size
        case 6: cell = size
        case 8: textArea = (heightInCells: numbers[1], widthInCells: numbers[2])
        default: break
        }
    }

    private mutating func takeDevice(_ body: [UInt8]) {
        guard body.starts(with: ">|".utf8) else { return }
        let printable = body.dropFirst(2).prefix(64).filter { (0x20..<0x7F).contains($0) }
        name = String(decoding: printable, as: UTF8.self)
    }

    private mutating func takeApplication(_ body: [UInt8]) {
        if body == Array("Gi=\(TerminalQuery.kittyImageID);OK".utf8) { showsKittyGraphics = true }
        if body == Array("Gi=\(TerminalQuery.sharedImageID);OK".utf8) { readsSharedMemory = true }
    }

    private mutating func takeCommand(_ body: [UInt8]) {
        guard body.starts(with: "11;".utf8) else { return }
        background = ColorReport.parse(body.dropFirst(3)) ?? background
    }
}
