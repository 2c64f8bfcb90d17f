import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct KittyEncoderTests {
    @Test(arguments: ImageCase.all)
    func `pixels come back exactly`(_ example: ImageCase) {
        let background = RGB(10, 200, 77)
        let bytes = KittyEncoder.encode(example.image, Placement(heightInCells: 1, widthInCells: 1, background: background))
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images.count == 1)
        let difference = decoded.images.first.flatMap { largestDifference($0.samples, opaqueSamples(of: example.image, over: background)) }
        #expect(difference.map { $0 <= (example.channelCount == 4 ? 1 : 0) } == true)
    }

    @Test func `a picture that compresses badly is sent plain, in chunks`() {
        let example = ImageCase(heightInPixels: 300, widthInPixels: 200, channelCount: 3, colorCount: nil, seed: 9)
        var noise = example.image
        var generator = SeededGenerator(seed: 9)
        for at in noise.samples.indices { noise.samples[at] = UInt8.random(in: 0...255, using: &generator) }
        let bytes = KittyEncoder.encode(noise, Placement(heightInCells: 1, widthInCells: 1))
        #expect(!String(decoding: bytes.prefix(64), as: UTF8.self).contains("f=100"))
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images == [noise])
    }

    @Test(arguments: [1023, 1024, 1025, 2048, 5000])
    func `chunks are full up to the last`(pixelCount: Int) {
        var generator = SeededGenerator(seed: UInt64(pixelCount))
        let samples = (0..<pixelCount * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let image = Image(heightInPixels: 1, widthInPixels: pixelCount, channelCount: 3, samples: samples)
        let lengths = TerminalStream(KittyEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1))).tokens.map { token -> Int in
            guard case .string("_", let bytes, _) = token, let semicolon = bytes.firstIndex(of: UInt8(ascii: ";")) else { return -1 }
            return bytes.count - semicolon - 1
        }
        #expect(lengths.count == (pixelCount * 4 + 4095) / 4096)
        #expect(lengths.dropLast().allSatisfy { $0 == 4096 })
        #expect(lengths.last.map { (1...4096).contains($0) } == true)
    }

    @Test func `without a known cell the picture is fitted into cells`() {
        let image = Image(heightInPixels: 1, widthInPixels: 1, channelCount: 1, samples: [255])
        let bytes = KittyEncoder.encode(image, Placement(heightInCells: 2, widthInCells: 3, isCellSizeKnown: false))
        #expect(spelledOut(bytes) == "ESC _Ga=T,q=2,C=1,c=3,r=2,f=24,s=1,v=1;////ESC \\")
    }

    @Test func `an image without pixels gives no bytes`() {
        let image = Image(heightInPixels: 0, widthInPixels: 3, channelCount: 3, samples: [])
        for encoder in GraphicsEncoderCatalog.all {
            #expect(encoder.encode(image, Placement(heightInCells: 1, widthInCells: 1)) == [], "\(encoder.name)")
        }
    }

    @Test(arguments: [(500, 900, 7), (500, 900, 256), (300, 700, 0)])
    func `a large picture is compressed in pieces and comes back exactly`(height: Int, width: Int, colorCount: Int) {
        let image =
            colorCount == 0
            ? smoothImage(heightInPixels: height, widthInPixels: width)
            : ImageCase(heightInPixels: height, widthInPixels: width, channelCount: 3, colorCount: colorCount, seed: 6).image
        let bytes = KittyEncoder.encode(image, Placement(heightInCells: 1, widthInCells: 1))
        #expect(bytes.count < height * width * (colorCount == 0 ? 3 : 2))
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images == [image])
    }

    @Test func `a picture in shared memory comes back exactly, and its name is all that is sent`() {
        let image = smoothImage(heightInPixels: 50, widthInPixels: 70)
        var placement = Placement(heightInCells: 1, widthInCells: 1)
        placement.kitty.medium = .sharedMemory
        let bytes = KittyEncoder.encode(image, placement)
        #expect(bytes.count < 200)
        let decoded = DecodedPictures.all(in: bytes)
        #expect(decoded.violations == [])
        #expect(decoded.images == [image])
        #expect(!DecodedPictures.all(in: bytes).violations.isEmpty, "the terminal has removed it")
    }

    @Test func `pictures have numbers of 24 bits, a new one each`() {
        let numbers = (0..<200).map { _ in KittyDelivery.nextImageID() }
        #expect(Set(numbers).count == 200)
        #expect(numbers.allSatisfy { (1...0xFF_FFFF).contains($0) })
        var placement = Placement(heightInCells: 2, widthInCells: 3)
        placement.kitty = KittyDelivery(imageID: 77, isVirtual: true)
        let image = Image(heightInPixels: 1, widthInPixels: 1, channelCount: 1, samples: [255])
        #expect(spelledOut(KittyEncoder.encode(image, placement)) == "ESC _Ga=T,q=2,C=1,i=77,U=1,c=3,r=2,f=24,s=1,v=1;////ESC \\")
        #expect(spelledOut(KittyEncoder.deletion(of: 77)) == "ESC _Ga=d,d=I,i=77,q=2ESC \\")
    }
}
