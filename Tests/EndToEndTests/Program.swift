import Foundation
import TestSupport

/// The program under test: the one that `CNNS_PROGRAM` names, else the executable that was built beside the tests.
enum Program {
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["CNNS_PROGRAM"], !named.isEmpty {
            return named.hasPrefix("/") ? named : repository + "/" + named
        }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("cnns").path
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : repository + "/.build/debug/cnns"
    }()

    /// The folder that holds `Package.swift`.
    static let repository: String = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Runs the program without a terminal.
    static func run(
        _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:], folder: String = repository
    ) throws -> ProgramRun {
        try ProgramRun(path, arguments, input: input, environment: environment, folder: folder)
    }

    /// Starts the program at a terminal; `home` holds its history.
    static func start(
        _ arguments: String..., in role: TerminalRole = .xterm, home: TemporaryFolder, widthInCells: Int = 80
    ) throws -> PseudoTerminal {
        // Swift's own backtrace of a crash asks what to do next.
        let environment = ["HOME": home.path, "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        return try PseudoTerminal(role, executable: path, arguments: arguments, environment: environment, widthInCells: widthInCells)
    }
}
