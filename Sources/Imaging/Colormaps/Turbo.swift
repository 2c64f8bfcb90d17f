extension Colormap {
    /// All hues from dark blue to dark red, to tell many levels apart.
    ///
    /// Source: A. Mikhailov, "Turbo, an improved rainbow colormap", 2019, within two levels of a sample.
    package static let turbo = Colormap(
        name: "turbo", kind: .rainbow,
        controlPoints: [
            0x30123B, 0x3D348B, 0x4454C5, 0x4773EC, 0x4590FF, 0x33ADF9, 0x1EC9DE, 0x16DFC0,
            0x27EFA3, 0x4EFA7C, 0x7DFF55, 0xA4FD3B, 0xC1F333, 0xDDE136, 0xF2CB3B, 0xFDB237,
            0xFE9229, 0xF76E1A, 0xEB4E0D, 0xD83606, 0xBF2102, 0xA11100, 0x7A0403,
        ])
}
