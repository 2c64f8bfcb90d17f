import Exploration
import Imaging
import Inference
import Language
import ModelFormats

/// `profile [MODEL…]`: what every layer sees and costs, as a table and as lines over the depth.
enum ProfileCommand: Command {
    static let name = "profile"
    static let summary = "shows receptive field, scale, stride and cost layer by layer, as a table and a plot; several networks overlaid"
    static let signature = Signature(
        [
            .optional(
                "MODEL", .network, "a network that 'net' made, an architecture, a file; the current model where nothing is said",
                repeated: true)
        ],
        clauses: ProfileMeasure.allCases.map { Clause.flag($0.rawValue, "draws the \($0.title)") } + [
            .flag("all", "lists also the layers that only rewrite numbers in place"),
            .flag("article", "puts the recurrences of the article beside the exact values"),
            .clause(
                "boxes", "FILE", .file(extensions: ["json", "xml"]),
                "the objects of COCO annotations, of VOC ones, or of a folder of those, beside what the layers see"),
        ])
    static let examples = [
        Example("profile", "the current model", after: "load digits"),
        Example("profile stack", "one that 'net' made", after: "net stack \"c3*5\""),
        Example(
            "profile plain dilated density", "two, by the density of their fields", after: "net plain \"c3*5\"; net dilated \"c3d2*5\""),
        Example("profile resnet18 rf cost", "an architecture, without its weights"),
        Example("profile dilated article", "exact values beside the article's recurrences", after: "net dilated \"c3d2*5\""),
    ]

    /// No more networks than this are put side by side.
    private static let networkLimit = 14

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let networks = try networks(arguments, in: session)
        if arguments.has("boxes") { return try showBoxes(networks, arguments, in: session) }
        let profiles = session.reporting("profiling") { control in
            networks.enumerated().map { index, network in
                let part = control.reporting { control.report((Double(index) + $0) / Double(networks.count)) }
                return NetworkProfile(network.network, name: network.name, control: part)
            }
        }
        let tables = profiles.filter { !$0.rows.isEmpty }.map { ProfileTable(profile: $0, showsAll: arguments.has("all")) }
        let chart = ProfileChart(tables: tables)
        let measures = ProfileMeasure.allCases.filter { arguments.has($0.rawValue) }
        if arguments.has("article") {
            for table in tables {
                session.emit(.table(table.articleTable))
                for note in table.articleNotes { session.emit(.text("note: \(note)")) }
                session.emit(.figure(try remembered(chart.articleFigure(of: table, on: session.canvas), in: session)))
            }
        } else {
            for table in tables { session.emit(.table(table.table)) }
        }
        if !arguments.has("article") || !measures.isEmpty {
            for figure in try chart.figures(of: measures.isEmpty ? standardMeasures(tables) : measures, on: session.canvas) {
                session.emit(.figure(remembered(figure, in: session)))
            }
        }
        if session.control.isCancelled { throw RunCancelled() }
        return tables.count == 1 ? .tensor(tables[0].numbers(withArticle: arguments.has("article"))) : nil
    }

    private static func networks(_ arguments: Arguments, in session: Session) throws -> [NamedNetwork] {
        let words = arguments.all("MODEL")
        guard !words.isEmpty else {
            let loaded = try session.lab.requireModel()
            return [NamedNetwork(name: loaded.model.name, network: loaded.network, loaded: loaded)]
        }
        guard words.count <= networkLimit else {
            throw arguments.error("expected at most \(networkLimit) networks, found \(words.count)", at: "MODEL")
        }
        return try zip(words, arguments.texts("MODEL")).map { argument, word in
            do {
                return try session.network(named: UserPath.expanded(word))
            } catch {
                throw Interpreter.diagnostic(for: error, at: argument.range, of: arguments.source)
            }
        }
    }

    private static func showBoxes(_ networks: [NamedNetwork], _ arguments: Arguments, in session: Session) throws -> Value? {
        let path = UserPath.expanded(arguments.text("boxes") ?? "")
        let boxes = try arguments.located(at: "boxes") { try session.reporting("reading") { try BoxFile.read(path: path, control: $0) } }
        for network in networks {
            guard network.loaded.takesPictures else {
                throw arguments.error("expected a network over pictures, found '\(network.name)'", at: "MODEL")
            }
            let profile = session.reporting("profiling") { NetworkProfile(network.network, name: network.name, control: $0) }
            let view = BoxesView(boxes: boxes, profile: profile, preprocessing: network.loaded.preprocessing, source: path)
            session.emit(.table(view.sizeTable))
            session.emit(.table(view.stageTable))
            session.emit(.figure(remembered(try view.figure(on: session.canvas), in: session)))
            if session.control.isCancelled { throw RunCancelled() }
        }
        return nil
    }

    /// Of one network both sizes where they differ, of several the field.
    private static func standardMeasures(_ tables: [ProfileTable]) -> [ProfileMeasure] {
        let hasGaps = tables.count == 1 && tables[0].rows.contains { ($0.field?.density ?? 1) < 1 }
        return hasGaps ? [.rf, .scale] : [.rf]
    }

    /// Nothing of the current model's numbers or edits is in it, so the caption stays as it is.
    private static func remembered(_ figure: Figure, in session: Session) -> Figure {
        session.lab.lastFigure = figure
        return figure
    }
}
