import Imaging
import Inference

/// The values of a session's settings, as `set` leaves them.
package struct Settings: Sendable, Equatable {
    /// Only what differs from the standard.
    private var changed: [String: String] = [:]

    /// The value as text; empty where the program decides.
    package func text(_ name: String) -> String {
        changed[name] ?? SettingCatalog.setting(named: name)?.standard ?? ""
    }

    /// Changes a setting; the text must have been checked against its type.
    package mutating func set(_ name: String, to text: String) { changed[name] = text }

    package mutating func restore(_ name: String) { changed[name] = nil }

    private func number(_ name: String) -> Int? { Int(text(name)) }

    /// What figures stand on; `nil` lets the front end choose.
    package var background: RGB? {
        switch text("background") {
        case "dark": FigureCanvas.darkBackground
        case "light": FigureCanvas.lightBackground
        default: nil
        }
    }

    /// The name of the color map; `nil` lets the figure choose.
    package var colormap: String? { text("colormap").isEmpty ? nil : text("colormap") }
    /// `nil` lets the figure choose.
    package var scaling: Scaling? { Scaling(word: text("scale")) }
    /// Columns of a grid; `nil` lets the figure choose.
    package var columns: Int? { number("columns") }
    /// Width of text in columns; `nil` for the window's.
    package var width: Int? { number("width") }
    /// `auto`, `kitty`, `sixel`, `iterm2`, `blocks` or `none`.
    package var graphics: String { text("graphics") }
    /// `nil` for as many as the machine has cores.
    package var threads: Int? { number("threads") }
    package var kernels: KernelChoice { KernelChoice(rawValue: text("engine")) ?? .auto }
    /// Whether measured ways of convolutions go before the cost model.
    package var usesTuning: Bool { text("tune") == "on" }
    /// The budget for computed values, in bytes.
    package var memoryInBytes: Int { (number("memory") ?? 1024) << 20 }
}

extension Scaling {
    /// The scaling that a word spells: `each`, `shared`, `symmetric` or `A..B` with A below B.
    package init?(word: String) {
        switch word {
        case "each": self = .each
        case "shared": self = .shared
        case "symmetric": self = .symmetric
        default:
            guard let dots = word.firstRange(of: "..") else { return nil }
            guard let low = Float(word[..<dots.lowerBound]), let high = Float(word[dots.upperBound...]) else { return nil }
            guard low.isFinite, high.isFinite, low < high else { return nil }
            self = .range(low, high)
        }
    }
}
