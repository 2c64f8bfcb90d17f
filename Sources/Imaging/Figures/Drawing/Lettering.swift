import CCairo

/// What draws the letters of figures.
package enum Lettering {
    /// Whether the library is installed; without it figures have no letters, and PDF is not written.
    package static var isAvailable: Bool { ccairo_is_available() != 0 }

    /// The library's name, for whoever wants to install it.
    package static let libraryName = "Cairo (libcairo.so.2)"
}
