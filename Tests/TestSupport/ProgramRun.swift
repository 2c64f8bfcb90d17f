import Foundation

/// A program run to its end with its output captured, without a terminal.
package struct ProgramRun: Sendable {
    /// The exit status; 128 and the signal's number when a signal ended it.
    package let status: Int32
    package let output: [UInt8]
    package let errors: [UInt8]

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Runs the program; one that does not end within `seconds` is killed.
    package init(
        _ executable: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], folder: String = "/",
        seconds: Double = 120
    ) throws {
        let files = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files.write(input, to: "input")))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files.write([], to: "output")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files.write([], to: "errors")))
        try process.run()
        let guardian = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: guardian)
        process.waitUntilExit()
        guardian.cancel()
        status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        output = try Array(Data(contentsOf: URL(fileURLWithPath: files.path + "/output")))
        errors = try Array(Data(contentsOf: URL(fileURLWithPath: files.path + "/errors")))
    }
}
