import Imaging
import Inference

/// One thing that `set` changes.
package struct Setting: Sendable {
    package let name: String
    package let summary: String
    package let type: ParameterType
    /// As text; empty where the program decides.
    package let standard: String
}

/// Every setting there is.
package enum SettingCatalog {
    /// In alphabetical order. An empty value, `auto` when typed, lets the program decide.
    package static let all: [Setting] = [
        Setting(
            name: "background", summary: "what figures stand on, the terminal's own where it is known",
            type: .choice(["auto", "dark", "light"]),
            standard: ""),
        Setting(name: "colormap", summary: "color map of maps and filters", type: .colormap, standard: ""),
        Setting(name: "columns", summary: "columns of a grid", type: .integer(1...256), standard: ""),
        Setting(
            name: "engine", summary: "what computes: kernels of our own where they fit, OpenBLAS alone, or plain loops to compare with",
            type: .choice(KernelChoice.allCases.map(\.rawValue)), standard: "auto"),
        Setting(
            name: "graphics", summary: "how pictures reach the terminal",
            type: .choice(["auto", "kitty", "sixel", "iterm2", "blocks", "quadrants", "sextants", "braille", "ascii", "none"]),
            standard: "auto"),
        Setting(
            name: "input", summary: "how pictures come to the current network: mean, std, order, size, fit", type: .word, standard: ""),
        Setting(name: "labels", summary: "what the current network's classes are called: a file of names", type: .word, standard: ""),
        Setting(name: "memory", summary: "memory for computed values, in MiB", type: .integer(16...1_048_576), standard: "1024"),
        Setting(name: "scale", summary: "which range the color map's ends stand for", type: .scaling, standard: ""),
        Setting(name: "threads", summary: "threads of the engine", type: .integer(1...256), standard: ""),
        Setting(
            name: "tune", summary: "whether convolutions are computed in the ways that 'tune' measured", type: .choice(["on", "off"]),
            standard: "on"),
        Setting(name: "width", summary: "width of text in columns", type: .integer(20...1000), standard: ""),
    ]

    package static func setting(named name: String) -> Setting? { all.first { $0.name == name } }
}
