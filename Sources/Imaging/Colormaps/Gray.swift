extension Colormap {
    /// Black to white, linear in the sample.
    package static let gray = Colormap(
        name: "gray", kind: .sequential,
        controlPoints: [
            0x000000, 0xFFFFFF,
        ])
}
