extension Colormap {
    /// Black through purple and orange to pale yellow, lightness rising evenly.
    ///
    /// Source: S. van der Walt and N. Smith, matplotlib's perceptually uniform maps (CC0), within one level of a sample.
    package static let magma = Colormap(
        name: "magma", kind: .sequential,
        controlPoints: [
            0x000004, 0x030311, 0x0A0823, 0x140E35, 0x1E1149, 0x2A125D, 0x380F6E, 0x460F78,
            0x54137D, 0x601880, 0x6D1E81, 0x7A2382, 0x872781, 0x942C80, 0xA2307E, 0xAF347B,
            0xBD3978, 0xCA3E72, 0xD6446C, 0xE24D66, 0xEC5760, 0xF3655C, 0xF8745C, 0xFB835F,
            0xFD9366, 0xFEA26F, 0xFEB279, 0xFEC185, 0xFED092, 0xFDDFA0, 0xFCEEB0, 0xFCFDBF,
        ])
}
