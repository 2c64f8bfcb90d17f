extension Colormap {
    /// Blue below, near-white in the middle, red above; lightness falls alike on both sides.
    ///
    /// Drawn in CIELAB: L* = 96 − 66·t^1.15 at the distance t from the middle, hue 272° to the left and 32° to the right.
    package static let diverging = Colormap(
        name: "diverging", kind: .diverging,
        controlPoints: [
            0x09497B, 0x0B548C, 0x0E609E, 0x116BB0, 0x1477C3, 0x1783D5, 0x238EE6, 0x4C99EA,
            0x66A4EE, 0x7DAFF2, 0x91BAF5, 0xA4C5F8, 0xB5CFFA, 0xC6D9FB, 0xD6E3FB, 0xE5ECFA,
            0xF3F3F3, 0xFBE7E4, 0xFEDBD5, 0xFDCDC6, 0xFBBFB7, 0xF8B1A7, 0xF4A398, 0xEF9489,
            0xE9867A, 0xE2776B, 0xDB675C, 0xD2574E, 0xCA4640, 0xC03332, 0xB61B24, 0xA60A1C,
            0x910717,
        ])
}
