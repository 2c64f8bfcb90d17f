import Tensors

/// Why a model file, or an archive around one, cannot be read.
package enum ModelFormatError: Error, Equatable {
    case unrecognized(firstBytes: [UInt8], known: [String])
    /// The bytes break the format's own rules.
    case malformed(format: String, reason: String)
    case truncated(part: String, expectedByteCount: Int, foundByteCount: Int)
    /// A dimension is negative, or the product passes what can be counted.
    case impossibleShape(Shape)
    case byteCount(shape: Shape, elementType: ElementType, expected: Int, found: Int)
    /// Offset, strides and shape of a tensor lead to elements that are not there.
    case outsideStorage(shape: Shape, storedElementCount: Int)
    case elementCount(shape: Shape, expected: Int, found: Int)
    /// More of something than any sensible file has.
    case limit(of: String, maximum: Int)
    case unsupported(String)
    /// A pickle asks for a function to be called that no weights need.
    case refusedCall(of: String)
    /// A file that the model names cannot be read.
    case file(FileError)
    /// The same, with the place in the file where it is so.
    indirect case located(place: String, ModelFormatError)
}

extension ModelFormatError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unrecognized(let firstBytes, let known):
            "expected a model file (\(known.joined(separator: ", "))), found \(Self.spelled(firstBytes))"
        case .malformed(let format, let reason):
            "not \(Self.article(for: format)) \(format) file: \(reason)"
        case .truncated(let part, let expected, let found):
            "\(part): expected \(expected) bytes, found \(found)"
        case .impossibleShape(let shape):
            "no tensor can have the shape \(shape)"
        case .byteCount(let shape, let elementType, let expected, let found):
            "expected \(expected) bytes for \(shape) of \(elementType), found \(found)"
        case .outsideStorage(let shape, let count):
            "a tensor of \(shape) reaches outside the \(count) elements stored"
        case .elementCount(let shape, let expected, let found):
            "expected \(expected) elements for \(shape), found \(found)"
        case .limit(let what, let maximum):
            "more than \(maximum) \(what)"
        case .unsupported(let what):
            "\(what) is not supported"
        case .refusedCall(let function):
            "refuses to call '\(function)': a file of weights has no need of it"
        case .file(let error):
            "\(error)"
        case .located(let place, let error):
            "\(place): \(error)"
        }
    }

    /// The error without the places that were added on the way up.
    package var innermost: ModelFormatError {
        if case .located(_, let error) = self { error.innermost } else { self }
    }

    /// Runs `body` and adds `place` to what it throws.
    static func located<Result>(
        in place: @autoclosure () -> String, _ body: () throws(ModelFormatError) -> Result
    ) throws(ModelFormatError) -> Result {
        do throws(ModelFormatError) {
            return try body()
        } catch {
            throw .located(place: place(), error)
        }
    }

    private static func spelled(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "an empty file" }
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D }) {
            let line = bytes.prefix { $0 >= 0x20 }
            return "a text that begins with '\(String(decoding: line, as: UTF8.self))'"
        }
        let digits = Array("0123456789abcdef")
        return "the bytes " + bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
    }

    private static func article(for name: String) -> String {
        name.hasPrefix("NP") || name.first.map { "AEIOUaeiou".contains($0) } == true ? "an" : "a"
    }
}
