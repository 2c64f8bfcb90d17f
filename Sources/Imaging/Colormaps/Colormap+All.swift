extension Colormap {
    /// Every color map, the default first.
    package static let all: [Colormap] = [viridis, magma, inferno, plasma, cividis, turbo, gray, diverging]
}
