import Imaging
import Inference
import Language
import ModelFormats
import Tensors

/// `load [KIND] WHAT`: brings a model, an image, labels or a tensor into the session.
enum LoadCommand: Command {
    static let name = "load"
    static let summary = "loads a model, an image, labels or an input tensor; the kind is found from the content"
    static let signature = Signature(
        [
            .optional("KIND", .choice(["model", "image", "labels", "input"]), "what to take the file for"),
            .required("WHAT", .source, "a file, or a name of the catalog such as efficientnet-lite0, chelsea, digit-7"),
        ],
        clauses: [
            .clause("size", "SIZE", .size, "the size to bring pictures to instead of the model's own, height first"),
            .clause(
                "fit", "FIT", .choice(Preprocessing.Fit.allCases.map(\.rawValue)), "how a picture of another aspect comes to that size"),
            .clause(
                "input", "SHAPE", .word, "the shape of a model's input, 1x3x320x320, or with the input's name, mask=1x1x64x64",
                repeated: true),
            .clause("as", "NAME", .word, "the input of the model that a tensor is fed to"),
        ])
    static let examples = [
        Example("load digits", "the digit network that is part of the program"),
        Example("load digit-7", "a picture that is part of the program", after: "load digits"),
        Example("load image digit-7 size 28 fit stretch", "the same, with the size and the fit stated"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let word = arguments.text("WHAT").map(UserPath.expanded) else { return nil }
        try arguments.located(at: "WHAT") {
            let kind = try arguments.text("KIND").flatMap(Kind.init) ?? Kind(contentOf: word)
            try checkClauses(arguments, kind)
            switch kind {
            case .model: try loadModel(word, shapes: try shapes(arguments), in: session)
            case .image: try loadImage(word, arguments, in: session)
            case .labels: try loadLabels(word, in: session)
            case .input: try loadInput(word, as: arguments.text("as"), in: session)
            }
        }
        return nil
    }

    /// Pixels of the longer side that a picture may be brought to.
    private static let largestSide = 4096

    private static func checkClauses(_ arguments: Arguments, _ kind: Kind) throws {
        let owners: [(clause: String, kind: Kind)] = [("size", .image), ("fit", .image), ("input", .model), ("as", .input)]
        for (clause, owner) in owners where arguments.has(clause) && kind != owner {
            let found = kind == .labels ? "labels" : kind == .model ? "a model" : "an \(kind.rawValue)"
            throw arguments.error("expected '\(owner.rawValue)' with '\(clause)', found \(found)", at: clause)
        }
        if let size = arguments.size("size"), max(size.rows, size.columns) > largestSide {
            throw arguments.error("expected a size up to \(largestSide)x\(largestSide), found \(size.rows)x\(size.columns)", at: "size")
        }
    }

    // MARK: - Kinds

    private enum Kind: String {
        case model, image, labels, input

        /// What a word stands for, or the kind of a file by its first bytes.
        init(contentOf word: String) throws {
            switch LoadTarget(word) {
            case .model: self = .model
            case .sample: self = .image
            case .file(let path): self = Self.kind(of: try MappedFile(path: path).copy(prefix: 16), path: path)
            case .unknown: throw LoadTarget.noSuchName(word, in: LoadTarget.names)
            }
        }

        private static func kind(of prefix: [UInt8], path: String) -> Kind {
            if ImageCodecCatalog.all.contains(where: { $0.recognizes(prefix) }) { return .image }
            if prefix.starts(with: [0x93] + Array("NUMPY".utf8)) { return .input }
            if path.hasSuffix(".txt") || path.hasSuffix(".json") { return .labels }
            return .model
        }
    }

    // MARK: - Loading

    private static func shapes(_ arguments: Arguments) throws -> InputShapes {
        try arguments.located(at: "input") { try InputShapes(arguments.texts("input")) }
    }

    private static func loadModel(_ word: String, shapes: InputShapes, in session: Session) throws {
        let model = try session.model(named: word, shapes: shapes)
        let takenBack = try session.use(model)
        session.emit(.text(session.lab.modelSummary))
        if let takenBack { session.emit(.text(takenBack)) }
        for note in model.notes { session.emit(.text("note: \(note)")) }
    }

    private static func loadImage(_ word: String, _ arguments: Arguments, in session: Session) throws {
        let loaded = LoadedImage(
            name: word, image: try session.picture(named: word), size: arguments.size("size"),
            fit: arguments.text("fit").flatMap(Preprocessing.Fit.init))
        try session.lab.use(loaded)
        session.emit(.text(session.lab.imageSummary))
    }

    static func loadLabels(_ word: String, in session: Session) throws {
        let labels: [String]
        if let set = LabelSet(rawValue: word) {
            let progress = DownloadReport(session)
            let cache = try AssetCache.standard()
            labels = try set.names(in: cache, fetching: true, control: session.control, progress: progress.show) ?? []
            progress.finish()
        } else {
            labels = try LabelFile.read(try MappedFile(path: word))
        }
        try session.lab.use(labels: labels)
        session.emit(.text("\(labels.count) labels from \(word)"))
    }

    private static func loadInput(_ word: String, as name: String?, in session: Session) throws {
        let tensor = try NPYFormat.readTensor(try MappedFile(path: word).contents)
        try session.lab.use(input: tensor, as: name)
        session.emit(.text("input \(name.map { "\($0) from " } ?? "")\(word): \(tensor.shape)"))
    }
}
