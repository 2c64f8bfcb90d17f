/// Every graphics protocol, the best first: what a terminal shows of these is tried in this order, down to the blocks, which all show.
///
/// kitty and iTerm2 pictures keep all 24 bits of a color, sixel has 256 colors of 0...100 percent, blocks two pixels a cell. What comes
/// after the blocks has to be asked for, but for braille, in which drawings are shown where other figures have blocks.
package enum GraphicsEncoderCatalog {
    package static let all: [any GraphicsEncoder.Type] = [
        KittyEncoder.self,
        ITerm2Encoder.self,
        SixelEncoder.self,
        BlocksEncoder.self,
        QuadrantsEncoder.self,
        SextantsEncoder.self,
        BrailleEncoder.self,
        ASCIIEncoder.self,
    ]

    /// The encoder of that name, nil if there is none.
    package static func encoder(named name: String) -> (any GraphicsEncoder.Type)? {
        all.first { $0.name == name }
    }
}
