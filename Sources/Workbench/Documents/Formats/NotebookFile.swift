/// The JSON of a notebook: what is read of it and what is written.
struct NotebookFile: Codable {
    var cells: [Cell]
    var metadata: Metadata
    var nbformat: Int
    var nbformatMinor: Int

    enum CodingKeys: String, CodingKey {
        case cells, metadata, nbformat
        case nbformatMinor = "nbformat_minor"
    }

    init(cells: [Cell]) {
        self.cells = cells
        let language = NotebookFormat.language
        metadata = Metadata(
            kernelspec: .init(displayName: language, language: language, name: language),
            languageInfo: .init(
                name: language, fileExtension: ".\(language)", mimeType: "text/x-\(language)", highlighter: "text"))
        (nbformat, nbformatMinor) = (4, 5)
    }

    /// What a notebook says of its language; the kernel's data are optional.
    struct Metadata: Codable {
        var kernelspec: KernelName?
        var languageInfo: LanguageName?

        enum CodingKeys: String, CodingKey {
            case kernelspec
            case languageInfo = "language_info"
        }
    }

    struct KernelName: Codable {
        var displayName: String?
        var language: String?
        var name: String?

        enum CodingKeys: String, CodingKey {
            case displayName = "display_name"
            case language, name
        }
    }

    struct LanguageName: Codable {
        var name: String?
        var fileExtension: String?
        var mimeType: String?
        /// What colors the code where nobody knows the language.
        var highlighter: String?

        enum CodingKeys: String, CodingKey {
            case name
            case fileExtension = "file_extension"
            case mimeType = "mimetype"
            case highlighter = "pygments_lexer"
        }
    }

    /// A string, or the lines of one with their line feeds.
    struct Text: Codable {
        var joined: String

        init(_ text: String) { joined = text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                joined = text
            } else {
                joined = try container.decode([String].self).joined()
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            // A single line stays a string, as base64 has it.
            if joined.utf8.contains(UInt8(ascii: "\n")) { try container.encode(lines) } else { try container.encode(joined) }
        }

        private var lines: [String] {
            var rest = joined[...]
            var lines: [String] = []
            while !rest.isEmpty {
                let line = rest.firstLine
                lines.append(String(line))
                rest = rest[line.endIndex...]
            }
            return lines
        }
    }

    struct Cell: Codable {
        var cellType: String
        var id: String?
        var metadata: CellMetadata
        var source: Text
        var executionCount: Int?
        var outputs: [Output]?
        var attachments: [String: [String: Text]]?

        enum CodingKeys: String, CodingKey {
            case cellType = "cell_type"
            case id, metadata, source, outputs, attachments
            case executionCount = "execution_count"
        }

        init(cellType: String, id: String, metadata: CellMetadata, source: Text) {
            (self.cellType, self.id, self.metadata, self.source) = (cellType, id, metadata, source)
        }

        /// The format wants the count of a code cell even where it is null.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cellType, forKey: .cellType)
            try container.encodeIfPresent(id, forKey: .id)
            try container.encode(metadata, forKey: .metadata)
            try container.encode(source, forKey: .source)
            try container.encodeIfPresent(attachments, forKey: .attachments)
            guard cellType == "code" else { return }
            try container.encode(executionCount, forKey: .executionCount)
            try container.encode(outputs ?? [], forKey: .outputs)
        }
    }

    struct CellMetadata: Codable {
        var title: String?
        var cnns: ScriptLines?

        /// The lines of the script that the cell was made from.
        struct ScriptLines: Codable {
            var text: String?
        }

        init() {}

        /// Metadata belongs to everybody: what is not ours, or no text, is left alone.
        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            title = try? container?.decodeIfPresent(String.self, forKey: .title)
            cnns = try? container?.decodeIfPresent(ScriptLines.self, forKey: .cnns)
        }
    }

    struct Output: Codable {
        var outputType: String
        var name: String?
        var text: Text?
        var data: [String: Text]?
        var metadata: OutputMetadata?
        var executionCount: Int?
        var errorName: String?
        var errorValue: String?
        var traceback: [String]?

        enum CodingKeys: String, CodingKey {
            case outputType = "output_type"
            case name, text, data, metadata, traceback
            case executionCount = "execution_count"
            case errorName = "ename"
            case errorValue = "evalue"
        }

        private init(_ type: String) { outputType = type }

        static func stream(_ text: String) -> Output {
            var output = Output("stream")
            (output.name, output.text) = ("stdout", Text(text))
            return output
        }

        static func display(_ data: [String: String]) -> Output {
            var output = Output("display_data")
            (output.data, output.metadata) = (data.mapValues { Text($0) }, OutputMetadata())
            return output
        }

        static func result(_ data: [String: String], number: Int?) -> Output {
            var output = display(data)
            (output.outputType, output.executionCount) = ("execute_result", number)
            return output
        }

        static func error(_ message: String, lines: [String]) -> Output {
            var output = Output("error")
            (output.errorName, output.errorValue, output.traceback) = ("error", message, lines)
            return output
        }

        /// Lenient: what is not understood of an output does not keep a notebook from being read.
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            outputType = (try? container.decode(String.self, forKey: .outputType)) ?? ""
            text = try? container.decode(Text.self, forKey: .text)
            data = try? container.decode([String: Lenient<Text>].self, forKey: .data).compactMapValues(\.value)
            metadata = try? container.decode(OutputMetadata.self, forKey: .metadata)
            executionCount = try? container.decode(Int.self, forKey: .executionCount)
            errorValue = try? container.decode(String.self, forKey: .errorValue)
            traceback = try? container.decode([String].self, forKey: .traceback)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(outputType, forKey: .outputType)
            try container.encodeIfPresent(name, forKey: .name)
            try container.encodeIfPresent(text, forKey: .text)
            try container.encodeIfPresent(data, forKey: .data)
            try container.encodeIfPresent(metadata, forKey: .metadata)
            try container.encodeIfPresent(errorName, forKey: .errorName)
            try container.encodeIfPresent(errorValue, forKey: .errorValue)
            try container.encodeIfPresent(traceback, forKey: .traceback)
            if outputType == "execute_result" { try container.encode(executionCount, forKey: .executionCount) }
        }
    }

    /// A value that may be anything: nothing where it is of another kind.
    struct Lenient<Value: Decodable>: Decodable {
        var value: Value?

        init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Value.self) }
    }

    struct OutputMetadata: Codable {
        var picture: PictureWords?
        var cnns: FigureFacts?

        enum CodingKeys: String, CodingKey {
            case picture = "image/png"
            case cnns
        }

        /// What a page says in place of the picture.
        struct PictureWords: Codable {
            var alt: String
        }

        /// What tells whether another figure shows the same.
        struct FigureFacts: Codable {
            var figure: [String]
        }

        init() {}

        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            picture = try? container?.decodeIfPresent(PictureWords.self, forKey: .picture)
            cnns = try? container?.decodeIfPresent(FigureFacts.self, forKey: .cnns)
        }
    }
}
