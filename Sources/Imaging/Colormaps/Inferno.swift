extension Colormap {
    /// Black through red and orange to pale yellow, lightness rising evenly.
    ///
    /// Source: S. van der Walt and N. Smith, matplotlib's perceptually uniform maps (CC0), within one level of a sample.
    package static let inferno = Colormap(
        name: "inferno", kind: .sequential,
        controlPoints: [
            0x000004, 0x040313, 0x0C0828, 0x180C3D, 0x260C52, 0x360961, 0x450A69, 0x530E6D,
            0x61146E, 0x6F196E, 0x7D1E6D, 0x8B236A, 0x992866, 0xA72D60, 0xB53359, 0xC13A50,
            0xCD4247, 0xD94C3E, 0xE25833, 0xEB6429, 0xF1721E, 0xF78112, 0xFA9107, 0xFCA107,
            0xFCB216, 0xFAC32A, 0xF7D441, 0xF2E65E, 0xF1F483, 0xFCFFA4,
        ])
}
