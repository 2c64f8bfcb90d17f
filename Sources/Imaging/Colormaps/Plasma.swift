extension Colormap {
    /// Blue through pink to yellow, lightness rising evenly and never dark.
    ///
    /// Source: S. van der Walt and N. Smith, matplotlib's perceptually uniform maps (CC0), within two levels of a sample.
    package static let plasma = Colormap(
        name: "plasma", kind: .sequential,
        controlPoints: [
            0x0D0887, 0x230590, 0x310597, 0x3F049C, 0x4C02A1, 0x5901A5, 0x6500A8, 0x7200A8,
            0x7E03A8, 0x8908A6, 0x9511A2, 0x9F1A9C, 0xA92396, 0xB32C8E, 0xBB3587, 0xC43E7F,
            0xCB4778, 0xD25071, 0xD9596A, 0xE06263, 0xE66C5C, 0xEB7555, 0xF07F4F, 0xF48A48,
            0xF89441, 0xFB9F3A, 0xFDAB33, 0xFEB72D, 0xFDC328, 0xFCD025, 0xF9DD24, 0xF5EB28,
            0xF0F921,
        ])
}
