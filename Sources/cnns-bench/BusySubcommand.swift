import ArgumentParser
import Glibc

/// Keeps one core busy until it is ended: what `forward --loaded` measures beside.
struct BusySubcommand: ParsableCommand {
    static let name = "busy-one"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Keeps one core busy as long as the process that started it is there.", shouldDisplay: false)

    @Argument(help: "The process that started it.")
    var parent: Int32

    /// Nobody measures for so long in one block.
    private static let longestTime = Duration.seconds(600)

    func run() {
        let start = ContinuousClock.now
        var number: UInt64 = 1
        while getppid() == parent, ContinuousClock.now - start < Self.longestTime {
            // Some milliseconds, without a word to the system.
            for _ in 0..<5_000_000 { number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
            if number == 0 { break }
        }
    }
}
