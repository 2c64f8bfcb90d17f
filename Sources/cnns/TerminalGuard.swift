import Glibc
import LineEditing

/// Puts the terminal back as it was found, however the program ends: told to, killed, or by a crash of its own.
enum TerminalGuard {
    /// Signals that end a program at once, by what it did or from outside, and of which none is handled elsewhere.
    private static let deadly = [
        SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGQUIT, SIGXCPU, SIGXFSZ, SIGALRM, SIGUSR1, SIGUSR2,
    ]

    /// Keeps the terminal's attributes and begins to watch over them. May be called once, before other threads run.
    static func start() {
        guard tcgetattr(STDIN_FILENO, &attributesAtStart) == 0 else { return }
        isTerminal = true
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        if StandardStream.output.isTerminal, !["", "dumb", "unknown"].contains(name) {
            farewell = copied(LineEditor.farewell)
            leavingScreen = copied(TerminalStepper.leaving)
        }
        // What a handler reads must have been made before.
        _ = TerminalStepper.isOnOtherScreen.load(ordering: .relaxed)
        useStackOfItsOwn()
        for number in deadly { handle(number) }
    }

    /// Takes back what editing and stepping have set. Calls only what a signal handler may.
    static func restore() {
        // Another program that has the terminal now must not be disturbed, nor this one stopped for trying.
        guard isTerminal, tcgetpgrp(STDIN_FILENO) == getpgrp() else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &attributesAtStart)
        if TerminalStepper.isOnOtherScreen.load(ordering: .relaxed) { _ = write(STDOUT_FILENO, leavingScreen.start, leavingScreen.count) }
        _ = write(STDOUT_FILENO, farewell.start, farewell.count)
    }

    /// A signal that is ignored stays so; what else handled it before gets it afterwards.
    private static func handle(_ number: Int32) {
        let former = formerActions + Int(number)
        sigaction(number, nil, former)
        let ignored = 1
        if unsafeBitCast(former.pointee.__sigaction_handler.sa_handler, to: Int.self) == ignored { return }
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = { number, information, _ in
            TerminalGuard.restore()
            sigaction(number, formerActions + Int(number), nil)
            // A fault happens again by itself when the handler returns; a signal that was sent has to be sent again.
            let isFault = (information?.pointee.si_code ?? 0) > 0 && number != SIGABRT
            if !isFault { raise(number) }
        }
        action.sa_flags = SA_ONSTACK | SA_SIGINFO
        sigaction(number, &action, nil)
    }

    /// A stack that has run over has no room for a handler.
    private static func useStackOfItsOwn() {
        let byteCount = 1 << 16
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
        stack.ss_size = byteCount
        sigaltstack(&stack, nil)
    }

    private static func copied(_ text: String) -> (start: UnsafeMutablePointer<CChar>?, count: Int) { (strdup(text), text.utf8.count) }
}

// What the handlers need. Set once, before any of them runs.
nonisolated(unsafe) private var isTerminal = false
nonisolated(unsafe) private let formerActions: UnsafeMutablePointer<sigaction> = {
    let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: Int(signalCount))
    actions.initialize(repeating: sigaction(), count: Int(signalCount))
    return actions
}()
private let signalCount = 65
nonisolated(unsafe) private var attributesAtStart = termios()
nonisolated(unsafe) private var farewell: (start: UnsafeMutablePointer<CChar>?, count: Int) = (nil, 0)
nonisolated(unsafe) private var leavingScreen: (start: UnsafeMutablePointer<CChar>?, count: Int) = (nil, 0)
