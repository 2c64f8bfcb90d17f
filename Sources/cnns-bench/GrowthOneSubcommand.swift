import ArgumentParser
import Foundation
import ModelFormats

/// One network at one size: what `growth` measures as a process of its own.
struct GrowthOneSubcommand: ParsableCommand {
    static let name = "growth-one"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Measures a network of random weights at one size.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("An architecture.", valueName: "name"))
    var model: String

    @Option(help: ArgumentHelp("The side of the pictures.", valueName: "pixels"))
    var side: Int

    @Option(help: ArgumentHelp("Pictures at once.", valueName: "n"))
    var batch: Int

    @Option(help: ArgumentHelp("Threads.", valueName: "n"))
    var threads: Int

    @Option(help: ArgumentHelp("The most runs.", valueName: "n"))
    var runs: Int

    @Option(help: ArgumentHelp("The time for them.", valueName: "s"))
    var seconds: Double

    @Option(help: "A peer.")
    var beside: ForwardPeer?

    @OptionGroup var peers: PeerOptions

    /// What the process says, as JSON.
    struct Answer: Codable {
        let milliseconds: Samples
        let multiplyAdds: Int
        /// Of our runs, before a peer is started.
        let peakMegabytes: Double
        var peerMilliseconds: Samples?
        var peerMegabytes: Double?
        /// Ours in turn with the peer's.
        var turns: Samples?
    }

    func run() throws {
        // Three times what was allowed is too much, whatever takes it.
        alarm(UInt32(min(3600, 10 + 3 * seconds)))
        let measurement = try ForwardMeasurement(try Model.named(model, random: true), threadCount: threads, side: side, batch: batch)
        let (samples, multiplyAdds) = try measurement.ownRuns(runs, seconds: seconds)
        var answer = Answer(milliseconds: samples, multiplyAdds: multiplyAdds, peakMegabytes: ProcessMemory.peakMegabytes)
        if let beside {
            let rounds = min(runs, max(2, Int(seconds * 1000 / (3 * samples.minimum)) - 4))
            for result in try measurement.run(rounds, beside: [beside], options: peers) {
                (answer.turns, answer.peerMilliseconds) = (result.ours, result.peers.first?.samples)
                answer.peerMegabytes = result.peers.first?.peakMegabytes
            }
        }
        print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
    }
}
