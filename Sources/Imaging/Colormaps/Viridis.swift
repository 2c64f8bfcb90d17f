extension Colormap {
    /// Dark blue through green to yellow, lightness rising evenly; the default.
    ///
    /// Source: S. van der Walt and N. Smith, matplotlib's perceptually uniform maps (CC0), within one level of a sample.
    package static let viridis = Colormap(
        name: "viridis", kind: .sequential,
        controlPoints: [
            0x440154, 0x470E62, 0x481B6D, 0x482777, 0x46327F, 0x433D85, 0x3F4889, 0x3B528B,
            0x365C8D, 0x32658E, 0x2E6E8E, 0x2A768E, 0x277F8E, 0x24878E, 0x21908D, 0x1F998B,
            0x1FA187, 0x23AA83, 0x2CB27D, 0x39BA76, 0x4AC26D, 0x5CC963, 0x71CF57, 0x87D549,
            0x9FDA3A, 0xB7DE2A, 0xCFE11B, 0xE7E418, 0xFDE725,
        ])
}
