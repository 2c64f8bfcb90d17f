import Glibc
import LineEditing
import Testing

/// Bytes of a keyboard, which is a pipe here.
struct KeyboardInputTests {
    private static func withKeyboard(_ typed: [UInt8], _ body: (inout KeyboardInput) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        #expect(typed.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) } == typed.count)
        close(ends[1])
        var input = KeyboardInput(descriptor: ends[0])
        body(&input)
    }

    private static func rest(of input: inout KeyboardInput) -> [UInt8] {
        var bytes: [UInt8] = []
        while case .byte(let byte) = input.next(timeoutInMilliseconds: 1000) { bytes.append(byte) }
        return bytes
    }

    @Test(arguments: [([0], [4]), ([0, 97], [4, 97]), ([97, 0], [97, 0]), ([4, 0], [4, 0]), ([], [])] as [([UInt8], [UInt8])])
    func `a NUL that comes first stands for the Ctrl-D that was typed before`(typed: [UInt8], found: [UInt8]) throws {
        try Self.withKeyboard(typed) { input in
            input.restoreEnd()
            #expect(Self.rest(of: &input) == found)
        }
    }

    @Test func `bytes that were read elsewhere come first there too`() throws {
        try Self.withKeyboard([98]) { input in
            input.prepend([0, 97])
            input.restoreEnd()
            #expect(Self.rest(of: &input) == [4, 97, 98])
        }
    }
}
