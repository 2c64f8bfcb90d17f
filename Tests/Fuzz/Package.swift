// swift-tools-version: 6.2
import PackageDescription

/// Coverage-guided fuzzing by libFuzzer, apart from the normal build: its instrumentation makes everything slow. `make fuzz` runs it.
///
/// The program's own targets are linked into `Sources/`, as a target may not stand outside its package.
let package = Package(
    name: "fuzz",
    targets: [
        .target(name: "CCairo"),
        .target(
            name: "CImageCodecs", linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("z")]),
        .target(name: "Tensors"),
        .target(name: "Imaging", dependencies: ["Tensors", "CImageCodecs", "CCairo"]),
        .target(name: "CTerminalGraphics"),
        .target(name: "TerminalGraphics", dependencies: ["Imaging", "CImageCodecs", "CTerminalGraphics"]),
        .target(name: "Language"),
        .executableTarget(name: "FuzzLexer", dependencies: ["Language"]),
        .executableTarget(name: "FuzzParser", dependencies: ["Language"]),
        .executableTarget(name: "FuzzAnswers", dependencies: ["TerminalGraphics"]),
    ],
    swiftLanguageModes: [.v6]
)
