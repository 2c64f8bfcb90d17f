// swift-tools-version: 6.2
import PackageDescription

/// Kernels stay fast in debug builds too: an unoptimised convolution is 50 to 100 times slower.
let kernelSettings: [CSetting] = [.unsafeFlags(["-O3", "-ffp-contract=fast"])]

let package = Package(
    name: "cnns",
    products: [
        .executable(name: "cnns", targets: ["cnns"]),
        .executable(name: "cnns-bench", targets: ["cnns-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        // C: system libraries (a module map and a shim), and our own flat C. What is small is linked whole (`.a`) and what is large is
        // opened when it is first needed, so that starting the program looks for nothing.
        .target(name: "COpenBLAS", cSettings: kernelSettings),
        .systemLibrary(name: "CLibEdit"),
        .target(name: "CCairo"),
        .systemLibrary(name: "CSodium"),
        .target(name: "CAssets", exclude: ["Files"]),
        .target(name: "CDownloads"),
        .target(
            name: "CMarkdown",
            linkerSettings: [.linkedLibrary(":libcmark-gfm-extensions.a"), .linkedLibrary(":libcmark-gfm.a")]),
        .target(
            name: "CImageCodecs", cSettings: kernelSettings,
            linkerSettings: [.linkedLibrary(":libpng16.a"), .linkedLibrary(":libjpeg.a"), .linkedLibrary(":libz.a")]),
        .target(name: "CKernels", cSettings: kernelSettings),
        .target(name: "CMappedFiles"),
        .target(name: "CTerminalGraphics", cSettings: kernelSettings),

        // Swift, each importing only those above it.
        .target(name: "Tensors", dependencies: ["CKernels"]),
        .target(name: "Inference", dependencies: ["Tensors", "COpenBLAS", "CKernels"]),
        .target(
            name: "ModelFormats",
            dependencies: [
                "Imaging", "Inference", "Tensors", "CAssets", "CDownloads", "CImageCodecs", "CKernels", "CMappedFiles", "CSodium",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["ONNX/onnx.proto"]),
        .target(name: "Imaging", dependencies: ["Tensors", "CImageCodecs", "CCairo"]),
        .target(name: "Exploration", dependencies: ["Inference", "Imaging", "Tensors", "CKernels"]),
        .target(name: "TerminalGraphics", dependencies: ["Imaging", "CImageCodecs", "CTerminalGraphics"]),
        .target(name: "Language"),
        .target(
            name: "Workbench", dependencies: ["Language", "ModelFormats", "Exploration", "Inference", "Imaging", "Tensors", "CMarkdown"]),
        .target(name: "LineEditing", dependencies: ["CLibEdit"]),
        .executableTarget(
            name: "cnns",
            dependencies: [
                "Workbench", "ModelFormats", "TerminalGraphics", "LineEditing", "Imaging", "Inference", "Language",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "cnns-bench",
            dependencies: [
                "Workbench", "Exploration", "Inference", "ModelFormats", "Imaging", "Tensors", "COpenBLAS", "TerminalGraphics",
                "CImageCodecs",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Tests: the layout mirrors Sources.
        .target(name: "TestSupport", dependencies: ["Tensors", "Imaging", "CImageCodecs"], path: "Tests/TestSupport"),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "CKernels", "TestSupport"]),
        .testTarget(name: "InferenceTests", dependencies: ["Inference", "Tensors", "CKernels", "TestSupport"]),
        .testTarget(name: "ModelFormatsTests", dependencies: ["ModelFormats", "Imaging", "Inference", "Tensors", "TestSupport"]),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "Tensors", "CImageCodecs", "TestSupport"]),
        .testTarget(
            name: "ExplorationTests", dependencies: ["Exploration", "Inference", "Imaging", "ModelFormats", "Tensors", "TestSupport"]),
        .testTarget(
            name: "TerminalGraphicsTests",
            dependencies: ["TerminalGraphics", "CTerminalGraphics", "CImageCodecs", "Imaging", "TestSupport"]),
        .testTarget(name: "LineEditingTests", dependencies: ["LineEditing", "TestSupport"]),
        .testTarget(name: "LanguageTests", dependencies: ["Language", "TestSupport"]),
        .testTarget(
            name: "WorkbenchTests",
            dependencies: ["Workbench", "Language", "Imaging", "Tensors", "Inference", "ModelFormats", "TestSupport"]),
        .testTarget(
            name: "ConformanceTests",
            dependencies: ["CKernels", "ModelFormats", "Exploration", "Inference", "Tensors", "Workbench", "Imaging", "TestSupport"],
            exclude: ["KnownFailures.txt", "UnimplementedOperators.txt"]),
        .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "Imaging", "Workbench", "cnns"]),
    ],
    swiftLanguageModes: [.v6]
)
