import ArgumentParser
import Language
import ModelFormats
import Workbench

/// `cnns models`, `cnns models pull NAME`
struct ModelsSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the catalog's networks, or fetch one.", subcommands: [Pull.self])

    func run() throws {
        let cache = try? AssetCache.standard()
        let rows = ModelCatalog.all.map { entry in
            let isHere = cache?.holds(entry.asset) ?? false
            return [
                entry.name, entry.summary, isHere ? "yes" : "no", entry.asset.license, entry.asset.source.description,
                String(entry.asset.sha256.prefix(12)), entry.citation,
            ]
        }
        let table = Table(
            [.left("name"), .left("what"), .left("here"), .left("license"), .left("from"), .left("SHA-256"), .left("paper")], rows: rows,
            caption: cache.map { "kept in \($0.folder)" } ?? "")
        StandardStream.output.write(table.rendered(width: 10_000).joined(separator: "\n") + "\n")
    }

    /// `cnns models pull NAME`
    struct Pull: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "pull", abstract: "Fetch a network into the cache.")

        @ArgumentParser.Argument(help: "The network's name, as 'cnns models' lists it.")
        var name: String

        func validate() throws {
            if ModelCatalog.entry(named: name) == nil {
                throw ValidationError(
                    "no network '\(name)'; " + (Suggestion.help(for: name, in: ModelCatalog.all.map(\.name)).map { "\($0) " } ?? "")
                        + "'cnns models' lists all")
            }
        }

        func run() throws {
            guard let entry = ModelCatalog.entry(named: name) else { return }
            let display = Display(try DisplayOptions.parse([]))
            var line = ProgressLine(isShown: display.showsProgress, widthInCells: display.widthInCells)
            defer { line.erase() }
            do {
                let cache = try AssetCache.standard()
                _ = try cache.file(of: entry.asset) { progress in
                    let detail = "\(progress.receivedByteCount / 1_000_000) MB"
                    line.show(Progress(label: "fetching \(progress.source)", share: progress.share, detail: detail))
                }
                line.erase()
                StandardStream.output.write("\(entry.name) is in \(cache.path(of: entry.asset))\n")
            } catch {
                line.erase()
                StandardStream.error.write(PrintableText.of("error: \(error)") + "\n")
                throw ExitCode(1)
            }
        }
    }
}
