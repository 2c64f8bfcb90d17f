import Glibc
import LineEditing
import Testing

@Suite struct `Typed input` {
    @Test(arguments: [
        ("plain", "load digits\nshow maps", "load digits\nshow maps"), ("Windows line ends", "a\r\nb\r\n", "a\nb"),
        ("old line ends", "a\rb\r", "a\nb"),
        ("final blank lines", "a\n\n\n", "a"), ("tab", "a\tb", "a\tb"), ("wide", "日本", "日本"),
        ("controls", "a\u{1B}[31mb\u{07}\u{00}", "a[31mb"),
        ("half a mark", "a\u{1B}[20", "a[20"), ("mark after half a mark", "a\u{1B}[2\u{1B}[20", "a[2[20"),
    ])
    func `is pasted without running anything`(name: String, sent: String, kept: String) {
        var paste = PastedText()
        let stream = Array(sent.utf8) + Array("\u{1B}[201~".utf8)
        let ends = stream.map { paste.append($0) }
        #expect(ends == Array(repeating: false, count: stream.count - 1) + [true])
        #expect(paste.text == kept)
    }

    @Test func `is cut off when a paste has no end`() {
        var paste = PastedText()
        for _ in 0..<(PastedText.limitInBytes + 5000) { _ = paste.append(UInt8(ascii: "x")) }
        #expect(paste.text.utf8.count == PastedText.limitInBytes)
    }

    @Test(
        arguments: [
            (Array("aé日😀".utf8), "aé日😀"), ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3, 0x61], "\u{FFFD}a"),
            ([0xE0, 0x80, 0x80], "\u{FFFD}"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xE6, 0x97], "\u{FFFD}"),
        ] as [([UInt8], String)])
    func `is decoded from UTF-8 whatever comes`(bytes: [UInt8], text: String) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        #expect(write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        var input = KeyboardInput(descriptor: ends[0])
        var decoded = String.UnicodeScalarView()
        while case .byte(let byte) = input.next() { decoded.append(input.character(after: byte)) }
        #expect(String(decoded) == text)
    }
}
