import ArgumentParser
import Foundation

/// Looks at the layers of one network, once each: what `grid` measures as a process of its own.
struct GridOneSubcommand: ParsableCommand {
    static let name = "grid-one"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Times a session's looks at the layers of a network.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("A file or a name of the catalog.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("How pictures are encoded.", valueName: "way"))
    var way: EncodingWay

    @Option(help: ArgumentHelp("What is predicted.", valueName: "picture"))
    var photo: String

    @Option(help: ArgumentHelp("Layers looked at.", valueName: "n"))
    var layers: Int

    @Option(help: ArgumentHelp("Threads.", valueName: "n"))
    var threads: Int

    @Flag(help: "Predict anew before each look.")
    var apart = false

    @Flag(help: "Do not pause before looks.")
    var hurried = false

    func run() throws {
        let session = try LookingSession(model: model, photo: photo, way: way, threadCount: threads)
        var looks = try session.look(at: session.layers(layers), isApart: apart, isHurried: hurried)
        // Afterwards, since what a peer leaves in memory and caches would be there for the next look.
        for index in looks.indices { looks[index].chafaMilliseconds = try session.chafaMilliseconds(for: looks[index].layer) }
        print(String(decoding: try JSONEncoder().encode(looks), as: UTF8.self))
    }
}
