import Glibc

/// A terminal window's size as the kernel has it; 0 for what it does not know.
package struct TerminalWindow: Sendable, Equatable {
    package let heightInCells: Int
    package let widthInCells: Int
    /// Borders may be counted in.
    package let heightInPixels: Int
    package let widthInPixels: Int

    package init(heightInCells: Int, widthInCells: Int, heightInPixels: Int = 0, widthInPixels: Int = 0) {
        self.heightInCells = heightInCells
        self.widthInCells = widthInCells
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
    }

    /// The window of the terminal behind a file descriptor; nil if it is no terminal.
    ///
    /// Source: ioctl_tty(2), TIOCGWINSZ.
    package init?(ofTerminal descriptor: Int32) {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        self.init(
            heightInCells: Int(size.ws_row), widthInCells: Int(size.ws_col), heightInPixels: Int(size.ws_ypixel),
            widthInPixels: Int(size.ws_xpixel))
    }
}
