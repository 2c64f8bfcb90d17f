#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Names of classes as files have them: a line for each class, or JSON: a list, or an object from numbers to names.
package enum LabelFile {
    /// No list of names is larger.
    private static let maximumByteCount = 16 << 20

    /// The names in the order of the classes, each the first of its synonyms where a file of JSON lists several.
    ///
    /// - Throws: ``LabelFileError``.
    package static func read(_ file: MappedFile) throws(LabelFileError) -> [String] {
        guard file.byteCount <= maximumByteCount else { throw .tooLarge(path: file.path, limit: maximumByteCount) }
        guard let text = String(validating: file.bytes, as: UTF8.self) else { throw .notText(path: file.path) }
        let names =
            switch text.first(where: { !$0.isWhitespace }) {
            case "[": try decoded(PlainStrings.list(file.bytes), text, file.path).map(firstSynonym)
            case "{": try numbered(decoded(PlainStrings.object(file.bytes), text, file.path), file.path).map(firstSynonym)
            default: text.split(whereSeparator: \.isNewline).map { $0.trimmed }
            }
        guard !names.isEmpty else { throw .noNames(path: file.path) }
        return names
    }

    /// - Parameter plain: what the quick reader made of the text, if that was enough.
    private static func decoded<Value: Decodable>(_ plain: Value?, _ text: String, _ path: String) throws(LabelFileError) -> Value {
        if let plain { return plain }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw .notNames(path: path)
        }
    }

    /// The values of keys `"0"`, `"1"`, … without a gap.
    private static func numbered(_ names: [String: String], _ path: String) throws(LabelFileError) -> [String] {
        var result: [String] = []
        for number in 0..<names.count {
            guard let name = names[String(number)] else { throw .missingClass(path: path, number: number) }
            result.append(name)
        }
        return result
    }

    /// `tabby` of `tabby, tabby cat`.
    private static func firstSynonym(_ name: String) -> String {
        (name.split(separator: ",").first ?? "").trimmed
    }
}

extension Substring {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}

/// Why a file holds no names of classes.
package enum LabelFileError: Error, Equatable {
    case tooLarge(path: String, limit: Int)
    case notText(path: String)
    case notNames(path: String)
    case missingClass(path: String, number: Int)
    case noNames(path: String)
}

extension LabelFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let path, let limit): "expected at most \(limit) bytes of names in '\(path)', found more"
        case .notText(let path): "expected names of classes in '\(path)', found no text"
        case .notNames(let path): "expected a list of names or an object from numbers to names in '\(path)', found other JSON"
        case .missingClass(let path, let number): "expected a name for class \(number) in '\(path)', found none"
        case .noNames(let path): "expected names of classes in '\(path)', found none"
        }
    }
}
