import Imaging
import Language
import ModelFormats
import Tensors

/// `save WHAT to PATH`: writes the last figure, a tensor or the session to a file.
enum SaveCommand: Command {
    static let name = "save"
    static let summary =
        "writes the last figure (.png, .svg, .pdf, .html), a tensor (.npy, .csv) or the session (.cnns, .ipynb, .md, .html) to a file"
    static let signature = Signature(
        [.required("WHAT", .choiceOrValue(["figure", "session"] + tensors.map(\.rawValue)), "what to write")],
        clauses: [
            .clause(
                "to", "PATH", .file(extensions: FigureDocument.allCases.map(\.rawValue) + ["npy", "csv", "cnns", "ipynb", "md"]),
                "the file; one that exists is replaced", required: true),
            .clause("of", "LAYER", .layer, "the layer of maps, filters or bias instead of the current one"),
        ])
    static let examples = [
        Example("save maps of conv1 to maps.npy", "the layer's output as NumPy reads it", after: "load digits; load digit-7"),
        Example("save figure to filters.png", "the figure that was shown last", after: "load digits; show filters of conv1"),
        Example(
            "save figure to filters.svg", "the same with letters as text and bars as shapes", after: "load digits; show filters of conv1"),
        Example(
            "save session to lesson.cnns", "what was typed and what it came to, to be replayed", after: "load digits; load digit-7; predict"
        ),
        Example(
            "save session to lesson.ipynb", "the same with its figures, as Jupyter opens it", after: "load digits; show filters of conv1"),
    ]

    private static let tensors: [BuiltInName] = [.image, .input, .maps, .filters, .bias, .logits, .probabilities]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let value = arguments.value("WHAT"), let path = arguments.text("to").map(UserPath.expanded) else { return nil }
        if case .string("session") = value { return try saveSession(path, arguments, in: session) }
        let bytes = try bytes(of: value, path, arguments, in: session)
        do {
            try FileWriter.write(bytes, to: path)
        } catch {
            throw arguments.error("\(error)", at: "to")
        }
        session.emit(.text("saved \(path), \(Count.grouped(bytes.count)) bytes"))
        return nil
    }

    private static func bytes(of value: Value, _ path: String, _ arguments: Arguments, in session: Session) throws -> [UInt8] {
        if case .string("figure") = value {
            try check(path, FigureDocument.allCases.map { ".\($0)" }, "a figure", arguments)
            guard let figure = session.lab.lastFigure else {
                throw arguments.error("no figure was shown yet", at: "WHAT", help: "'show maps' shows one")
            }
            return try FigureDocument(path: path)?.bytes(of: figure) ?? []
        }
        try check(path, [".npy", ".csv"], "a tensor", arguments)
        let tensor = try arguments.located(at: "WHAT") { try Self.tensor(value, arguments, in: session) }
        return path.hasSuffix(".npy") ? NPYFormat.encode(tensor) : try csv(tensor, arguments)
    }

    static func check(_ path: String, _ endings: [String], _ what: String, _ arguments: Arguments) throws {
        guard !endings.contains(where: path.hasSuffix) else { return }
        let expected = ParameterType.alternatives(endings.map { "'\($0)'" })
        throw arguments.error("expected a path that ends in \(expected) for \(what), found '\(path)'", at: "to")
    }

    private static func tensor(_ value: Value, _ arguments: Arguments, in session: Session) throws -> Tensor {
        if case .string(let word) = value, let name = BuiltInName(rawValue: word) {
            return try session.lab.value(of: name, layer: arguments.text("of"), in: session).tensor()
        }
        return try value.tensor()
    }

    /// Rows of the last axis, separated by commas; a tensor of more than two axes is written plane after plane.
    private static func csv(_ tensor: Tensor, _ arguments: Arguments) throws -> [UInt8] {
        let numbers = tensor.convertedToFloat32().floats
        let width = max(1, tensor.shape.dimensions.last ?? 1)
        var text = ""
        for start in stride(from: 0, to: numbers.count, by: width) {
            text += numbers[start..<min(start + width, numbers.count)].map { "\($0)" }.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}
