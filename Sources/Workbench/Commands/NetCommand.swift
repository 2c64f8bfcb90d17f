import Language
import ModelFormats

/// `net NAME [WHAT]`: a network without trained weights, made the current model.
enum NetCommand: Command {
    static let name = "net"
    static let summary = "makes a network without trained weights, from a short text or an architecture, for fields, shapes and cost"
    static let signature = Signature(
        [
            .required("NAME", .recipe, "what the network is called from now on, in 'profile' too"),
            .optional("WHAT", .recipeSource, "the layers in quotes, or an architecture such as resnet50; nothing for a name given before"),
        ],
        clauses: [
            .clause("size", "SIZE", .size, "the input's height and width, or the one extent of a sequence or a volume"),
            .clause("dims", "N", .integer(1...3), "how many axes the input has besides channels: 2 where nothing is said"),
            .clause("channels", "N", .integer(1...4096), "channels of each convolution that says nothing else, 4 where nothing is said"),
            .clause("seed", "N", .integer(0...ParameterType.countLimit), "which random weights, 0 where nothing is said"),
        ])
    static let examples = [
        Example("net stack \"c3*5\"", "five 3x3 convolutions"),
        Example("net small \"c7s2 p3s2 (c1 c3 c1)*3\" size 128", "a stem and three bottlenecks, for 128x128"),
        Example("net residual \"c3 [c3 c3 | ]*4\"", "four residual blocks: two convolutions beside nothing, added"),
        Example("net pyramid \"c7s2 p3s2 c3 c3s2 c3s2 c3s2 fpn\"", "a feature pyramid over the last four resolutions"),
        Example("net words \"c3 c3d2 c3d4\" dims 1 size 256", "convolutions over a sequence"),
        Example("net r resnet18", "an architecture of the catalog"),
        Example("net stack", "one from before becomes the current model again", after: "net stack \"c3*5\"; net r resnet18"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let recipe = try recipe(arguments, in: session)
        let takenBack = try located(arguments, recipe) {
            try session.use(recipe.model())
        }
        session.lab.remember(recipe)
        session.emit(.text(session.lab.modelSummary))
        if let takenBack { session.emit(.text(takenBack)) }
        for note in session.lab.model?.model.notes ?? [] { session.emit(.text("note: \(note)")) }
        return nil
    }

    // MARK: - The recipe

    private static func recipe(_ arguments: Arguments, in session: Session) throws -> NetworkRecipe {
        let name = arguments.text("NAME") ?? ""
        guard isName(name) else {
            throw arguments.error("expected a name of letters, digits, '-' and '_', found '\(name)'", at: "NAME")
        }
        var recipe: NetworkRecipe
        if let text = arguments.text("WHAT") {
            recipe = NetworkRecipe(name: name, source: try source(text, arguments))
        } else if let known = session.lab.recipe(named: name) {
            recipe = known
        } else {
            let known = session.lab.recipeNames
            let help = known.isEmpty ? "net \(name) \"c3*5\" makes one" : "the networks made so far are \(known.joined(separator: ", "))"
            throw arguments.error("no network '\(name)' was made yet", at: "NAME", help: Suggestion.help(for: name, in: known) ?? help)
        }
        if let channels = arguments.integer("channels") { recipe.channelCount = channels }
        if let seed = arguments.integer("seed") { recipe.seed = UInt64(seed) }
        try setSize(of: &recipe, arguments)
        return recipe
    }

    /// Letters, digits, `-` and `_`, a letter first: what neither a path nor a number is.
    private static func isName(_ name: String) -> Bool {
        name.count <= 64 && name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }

    /// A word that is no text but nearly an architecture's name is answered with the nearest one.
    private static func source(_ text: String, _ arguments: Arguments) throws -> NetworkRecipe.Source {
        let names = ArchitectureCatalog.all.map(\.name)
        if let architecture = ArchitectureCatalog.architecture(named: text) {
            for clause in ["dims", "channels"] where arguments.has(clause) {
                throw arguments.error("expected '\(clause)' with a text, found an architecture", at: clause)
            }
            return .architecture(architecture.name)
        }
        if let nearest = Suggestion.nearest(to: text, in: names), text.count > 4 {
            throw arguments.error("no architecture '\(text)'", at: "WHAT", help: "did you mean '\(nearest)'?")
        }
        return .text(text)
    }

    /// The largest extent of the input, by the number of its axes.
    private static let largestSides = [1: 1 << 20, 2: 4096, 3: 512]

    private static func setSize(of recipe: inout NetworkRecipe, _ arguments: Arguments) throws {
        if let axisCount = arguments.integer("dims"), axisCount != recipe.axisCount {
            recipe.axisCount = axisCount
            recipe.size = nil
        }
        guard let size = arguments.size("size") else { return }
        let limit = largestSides[recipe.axisCount] ?? 1
        guard max(size.rows, size.columns) <= limit else {
            throw arguments.error("expected a size up to \(limit), found \(max(size.rows, size.columns))", at: "size")
        }
        guard recipe.axisCount == 2 || size.isSquareByDefault else {
            throw arguments.error("expected one number for an input of \(recipe.axisCount) axes, found two", at: "size")
        }
        recipe.size = recipe.axisCount == 2 ? [size.rows, size.columns] : [Int](repeating: size.rows, count: recipe.axisCount)
    }

    /// Points an error of the text into the text, where the text stands in the line as it is.
    private static func located<Result>(_ arguments: Arguments, _ recipe: NetworkRecipe, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as NetworkTextError {
            guard let argument = arguments["WHAT"], case .text(let text) = recipe.source else {
                throw arguments.error("\(error)", help: error.help)
            }
            let quoted = arguments.source[argument.range] == text ? 0 : 1
            let start = argument.range.start + quoted
            let isVerbatim = arguments.source[SourceRange(start, start + text.utf8.count)] == text
            let range = isVerbatim ? SourceRange(start + error.range.lowerBound, start + error.range.upperBound) : argument.range
            throw Diagnostic("\(error)", at: range, of: arguments.source, help: error.help)
        }
    }
}
