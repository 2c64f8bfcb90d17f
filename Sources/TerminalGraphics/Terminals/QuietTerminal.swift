import Glibc

/// A terminal that does not echo and hands over every byte as it comes, until it is restored.
final class QuietTerminal {
    private let descriptor: Int32
    private let saved: termios

    /// Nil if the terminal's settings cannot be had or changed.
    init?(_ descriptor: Int32) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        saved = settings
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        settings.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT)
        Self.setMinimum(&settings)
        guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else { return nil }
    }

    /// Lets the keys that stop programs work again, but keeps the echo off until `restore`.
    ///
    /// - Parameter end: run when the process exits before.
    func remainQuiet(end: @escaping () -> Void) {
        var settings = saved
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        Self.setMinimum(&settings)
        tcsetattr(descriptor, TCSANOW, &settings)
        quietDescriptor = descriptor
        quietSettings = saved
        endAtExit = end
        if !isExitHandled {
            isExitHandled = true
            atexit { endAtExit?() }
            for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { Self.restoreOnDeath(by: signal) }
        }
    }

    func restore() {
        var settings = saved
        tcsetattr(descriptor, TCSANOW, &settings)
        quietDescriptor = -1
        endAtExit = nil
    }

    /// A read returns with what is there, if only one byte.
    private static func setMinimum(_ settings: inout termios) {
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
    }

    /// Where the signal has no handler of its own: restores the terminal, then lets the signal do what it does.
    private static func restoreOnDeath(by number: Int32) {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil else { return }
        action.__sigaction_handler.sa_handler = { number in
            if quietDescriptor >= 0 { tcsetattr(quietDescriptor, TCSANOW, &quietSettings) }
            signal(number, nil)
            raise(number)
        }
        sigaction(number, &action, nil)
    }
}

// What the exit and signal handlers need; they take no arguments. Set by the one thread that probes.
nonisolated(unsafe) private var quietDescriptor: Int32 = -1
nonisolated(unsafe) private var quietSettings = termios()
nonisolated(unsafe) private var endAtExit: (() -> Void)?
nonisolated(unsafe) private var isExitHandled = false
