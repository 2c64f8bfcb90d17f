import Imaging
import Testing

/// Color maps: what their readers rely on, and a few published colors.
struct ColormapTests {
    /// Colors 0, 64, 128, 192 and 255 as published with matplotlib 3.10.
    static let published: [(name: String, colors: [UInt32])] = [
        ("viridis", [0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xFDE725]),
        ("magma", [0x000004, 0x51127C, 0xB73779, 0xFC8961, 0xFCFDBF]),
        ("inferno", [0x000004, 0x57106E, 0xBC3754, 0xF98E09, 0xFCFFA4]),
        ("plasma", [0x0D0887, 0x7E03A8, 0xCC4778, 0xF89540, 0xF0F921]),
        ("cividis", [0x00224E, 0x434E6C, 0x7D7C78, 0xBCAE6C, 0xFEE838]),
        ("turbo", [0x30123B, 0x28BCEB, 0xA4FC3C, 0xFB7E21, 0x7A0403]),
        ("gray", [0x000000, 0x404040, 0x808080, 0xC0C0C0, 0xFFFFFF]),
    ]

    @Test func `names are found in any case and are all different`() {
        for colormap in Colormap.all { #expect(Colormap.named(colormap.name.uppercased())?.name == colormap.name) }
        #expect(Set(Colormap.all.map(\.name)).count == Colormap.all.count)
        #expect(Colormap.named("jet") == nil)
    }

    @Test(arguments: published)
    func `published colors are met within two levels`(name: String, colors: [UInt32]) throws {
        let colormap = try #require(Colormap.named(name))
        for (index, expected) in zip([0, 64, 128, 192, 255], colors) {
            let color = colormap.colors[index]
            for (shift, sample) in [(16, color.red), (8, color.green), (0, color.blue)] as [(UInt32, UInt8)] {
                #expect(abs(Int(expected >> shift & 255) - Int(sample)) <= 2, "color \(index)")
            }
        }
    }

    @Test(arguments: Colormap.all.filter { $0.kind == .sequential }.map(\.name))
    func `lightness rises along a sequential map`(name: String) throws {
        let lightness = try #require(Colormap.named(name)).levels.map(\.lightness)
        for (lower, higher) in zip(lightness, lightness.dropFirst()) { #expect(higher > lower - 0.1) }
        for (lower, higher) in zip(lightness, lightness.dropFirst(10)) { #expect(higher > lower) }
    }

    @Test(arguments: Colormap.all.filter { $0.kind == .diverging }.map(\.name))
    func `lightness falls alike on both sides of a diverging map`(name: String) throws {
        let lightness = try #require(Colormap.named(name)).colors.map(\.lightness)
        for index in 0..<127 {
            #expect(lightness[index] < lightness[index + 1])
            #expect(lightness[255 - index] < lightness[254 - index])
            #expect(abs(lightness[index] - lightness[255 - index]) < 1)
        }
    }

    @Test func `a figure has levels enough and few enough`() {
        for colormap in Colormap.all {
            #expect(colormap.colors.count == 256)
            #expect(colormap.levels.count == Colormap.levelCount)
            #expect(colormap.levels.first == colormap.colors.first)
            #expect(colormap.levels.last == colormap.colors.last)
        }
    }
}
