// swift-tools-version: 6.2
import PackageDescription

/// Coverage-guided fuzzing by libFuzzer, apart from the normal build: its instrumentation makes everything slow. `make fuzz` runs it.
///
/// The program's own targets are linked into `Sources/`, as a target may not stand outside its package.
let package = Package(
    name: "fuzz",
    dependencies: [.package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")],
    targets: [
        .target(name: "CCairo"),
        .target(
            name: "CImageCodecs", linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("z")]),
        .target(name: "Tensors"),
        .target(name: "Imaging", dependencies: ["Tensors", "CImageCodecs", "CCairo"]),
        .target(name: "CTerminalGraphics"),
        .target(name: "TerminalGraphics", dependencies: ["Imaging", "CImageCodecs", "CTerminalGraphics"]),
        .target(name: "Language"),
        .systemLibrary(name: "CSodium"),
        .target(name: "COpenBLAS"),
        .target(name: "CAssets", exclude: ["Files"]),
        .target(name: "CDownloads"),
        .target(name: "CMappedFiles"),
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "Inference", dependencies: ["Tensors", "COpenBLAS", "CKernels"]),
        .target(
            name: "ModelFormats",
            dependencies: [
                "Imaging", "Inference", "Tensors", "CAssets", "CDownloads", "CImageCodecs", "CKernels", "CMappedFiles", "CSodium",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["ONNX/onnx.proto"]),
        .executableTarget(name: "FuzzLexer", dependencies: ["Language"]),
        .executableTarget(name: "FuzzParser", dependencies: ["Language"]),
        .executableTarget(name: "FuzzAnswers", dependencies: ["TerminalGraphics"]),
        .executableTarget(name: "FuzzONNX", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzPickle", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzZip", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzSafeTensors", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzNumPy", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzPNG", dependencies: ["Imaging"]),
        .executableTarget(name: "FuzzJPEG", dependencies: ["Imaging"]),
        .executableTarget(name: "FuzzNetwork", dependencies: ["ModelFormats"]),
        .executableTarget(name: "FuzzBoxes", dependencies: ["ModelFormats"]),
    ],
    swiftLanguageModes: [.v6]
)
