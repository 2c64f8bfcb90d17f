import Imaging
import TerminalGraphics
import TestSupport
import Testing

/// The decoders must be able to fail, or what they let pass says nothing.
@Suite struct DecoderTests {
    @Test(arguments: [
        "\u{1B}Pq#0;2;0;0;0#0~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;101#0~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#1~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;0#0~~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;0#0}-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;0#0~$~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;0!0~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;7#0;2;0;0;0#0~-\u{1B}\\",
        "\u{1B}Pq\"1;1;1;6#0;2;0;0;0#0~",
        "\u{1B}_Ga=T,f=24,s=1,v=1,q=2;AAA\u{1B}\\",
        "\u{1B}_Ga=T,f=24,s=1,v=2,q=2;AAAA\u{1B}\\",
        "\u{1B}_Ga=T,f=24,s=1,v=1;AAAA\u{1B}\\",
        "\u{1B}_Ga=T,f=24,s=1,v=1,q=2,m=1;AAAA\u{1B}\\",
        "\u{1B}_Ga=T,f=24,s=1,v=1,q=2,o=z;AAAA\u{1B}\\",
        "\u{1B}_Ga=T,f=24,s=1,v=1,q=2,é=1;AAAA\u{1B}\\",
        "\u{1B}]1337;File=inline=1;size=4:AAAA\u{1B}\\",
        "\u{1B}]1337;File=width=1;inline=0:\u{1B}\\",
        "\u{1B}]1337;MultipartFile=inline=1\u{1B}\\",
        "\u{1B}]1337;FilePart=AAAA\u{1B}\\",
        "\u{1B}]1337;FileEnd\u{1B}\\",
        "\u{1B}_Ga=T,f=24,t=s,s=1,v=1,q=2;L2Nubn MtMQ==\u{1B}\\",
        "\u{1B}_Ga=T,f=24,t=s,s=1,v=1,q=2;L2Nubm5zLTE=\u{1B}\\",
        "\u{1B}[38;2;1;2;300m\u{2580}\u{1B}[0m",
        "\u{2580}",
        "\u{1B}[38;2;1;2;3m\u{2580}",
        "\u{1B}[48;2;1;2;3m \n\u{1B}[0m",
        "\u{1B}Ptmux;\u{1B}\u{1B}[0m\u{1B}\u{1B}[0m\u{1B}\\",
        "\u{1B}Ptmux;\u{1B}[0m\u{1B}\\",
        "\u{1B}",
        "\u{1B}[1",
    ])
    func `what breaks a protocol is reported`(_ text: String) {
        #expect(!DecodedPictures.all(in: Array(text.utf8)).violations.isEmpty, "\(spelledOut(Array(text.utf8)))")
    }

    @Test(arguments: 0..<30)
    func `mangled pictures are survived`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let image = ImageCase(heightInPixels: 13, widthInPixels: 21, channelCount: 3, colorCount: 5, seed: seed).image
        for encoder in GraphicsEncoderCatalog.all where !encoder.isText || encoder.name == "blocks" {
            var bytes = encoder.encode(image, Placement(heightInCells: 1, widthInCells: 3))
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[at] = UInt8.random(in: 0...255, using: &generator)
                if Bool.random(using: &generator) { bytes.removeSubrange(at..<min(at + 3, bytes.count)) }
            }
            let decoded = DecodedPictures.all(in: bytes)
            // A change may by chance leave a good picture of other pixels; it may not pass as the same one.
            #expect(!decoded.violations.isEmpty || decoded.images != [image], "\(encoder.name), seed \(seed)")
        }
    }
}
