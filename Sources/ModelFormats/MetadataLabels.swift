#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The names of classes that a model's file carries in what it says about itself.
///
/// Exporters have no common way: JSON, a list or an object from numbers to names (`id2label`); a dictionary as Python prints it (`names`);
/// a line for each name (`character`, `labels`).
package enum MetadataLabels {
    private static let keys = ["names", "labels", "classes", "class_names", "id2label", "categories", "character"]

    /// The names, where there are as many as classes.
    ///
    /// A list of characters may leave out the blank of connectionist temporal classification at the beginning and the space at the end.
    package static func names(in metadata: [String: String], classCount: Int) -> [String]? {
        for key in keys {
            guard let text = metadata[key], let names = names(in: text) else { continue }
            if names.count == classCount { return names }
            if key == "character", classCount - names.count == 2 { return ["blank"] + names + ["space"] }
            if key == "character", classCount - names.count == 1 { return ["blank"] + names }
        }
        return nil
    }

    private static func names(in text: String) -> [String]? {
        switch text.first(where: { !$0.isWhitespace }) {
        case "[", "{": (try? LabelFile.read(MappedFile(path: "metadata", contents: Array(text.utf8)))) ?? PythonNames(text).names
        case nil: nil
        default: text.split(whereSeparator: \.isNewline).map(String.init)
        }
    }
}

/// Reads `{0: 'person', 1: "dog's bowl"}` and `['person', 'dog']` as Python prints them.
struct PythonNames {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    /// The names in the order of their numbers, which must have no gap; `nil` where the text is anything else.
    var names: [String]? {
        var reader = self
        return reader.read()
    }

    private mutating func read() -> [String]? {
        let isDictionary: Bool
        if take("{") { isDictionary = true } else if take("[") { isDictionary = false } else { return nil }
        var names: [String] = []
        while !take(isDictionary ? "}" : "]") {
            if isDictionary { guard let number = integer(), number == names.count, take(":") else { return nil } }
            guard let name = string() else { return nil }
            names.append(name)
            guard take(",") || rest.first(where: { !$0.isWhitespace }) == (isDictionary ? "}" : "]") else { return nil }
        }
        return rest.allSatisfy(\.isWhitespace) && !names.isEmpty ? names : nil
    }

    private mutating func skipBlanks() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func integer() -> Int? {
        skipBlanks()
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return Int(digits)
    }

    private mutating func string() -> String? {
        skipBlanks()
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return text }
            if character == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            } else {
                text.append(character)
            }
        }
        return nil
    }
}
