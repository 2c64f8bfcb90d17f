import Glibc

/// Reads statements from standard input without prompt or editing: for a pipe, or when the output goes elsewhere.
package struct PlainLineReader {
    private var input = KeyboardInput(descriptor: STDIN_FILENO)
    private let isComplete: (String) -> Bool
    /// A line beyond this is cut off, so that input without an end of line cannot fill the memory.
    private static let lineLimitInBytes = 1 << 24

    package init(isComplete: @escaping (String) -> Bool) {
        self.isComplete = isComplete
    }

    /// The next statement, or nil at the end. What is still incomplete at the end is returned as it is.
    package mutating func read() -> String? {
        var text = ""
        while let line = readLine() {
            text += line
            if isComplete(text) { return text }
            text += "\n"
        }
        return text.isEmpty ? nil : text
    }

    private mutating func readLine() -> String? {
        var bytes: [UInt8] = []
        while true {
            switch input.next() {
            case .byte(UInt8(ascii: "\n")): return String(decoding: bytes, as: UTF8.self)
            case .byte(let byte): if bytes.count < Self.lineLimitInBytes { bytes.append(byte) }
            case .signal, .timeout: continue
            case .end: return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
            }
        }
    }
}
