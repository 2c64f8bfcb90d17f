/// Strings out of JSON as files of names mostly have it: a list of strings or an object from strings to strings, none with an escape.
///
/// A hundredth of the time that a decoder of all JSON takes, which decides on everything that is `nil` here.
struct PlainStrings {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// The strings of a list, of bytes that are UTF-8.
    static func list(_ bytes: UnsafeRawBufferPointer) -> [String]? {
        var reader = PlainStrings(bytes: bytes)
        return reader.elements(from: UInt8(ascii: "["), to: UInt8(ascii: "]")) { $0.string() }
    }

    /// The members of an object whose keys all differ, of bytes that are UTF-8.
    static func object(_ bytes: UnsafeRawBufferPointer) -> [String: String]? {
        var reader = PlainStrings(bytes: bytes)
        let members = reader.elements(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { reader -> (String, String)? in
            guard let key = reader.string(), reader.next() == UInt8(ascii: ":"), let value = reader.string() else { return nil }
            return (key, value)
        }
        guard let members else { return nil }
        let result = Dictionary(members, uniquingKeysWith: { first, _ in first })
        return result.count == members.count ? result : nil
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// One or more elements between commas, with nothing behind them.
    private mutating func elements<Element>(from opening: UInt8, to closing: UInt8, _ read: (inout Self) -> Element?) -> [Element]? {
        guard next() == opening else { return nil }
        var elements: [Element] = []
        while let element = read(&self) {
            elements.append(element)
            switch next() {
            case UInt8(ascii: ","): continue
            case closing: return next() == nil ? elements : nil
            default: return nil
            }
        }
        return nil
    }

    /// The next byte that is no space, taken.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            defer { position += 1 }
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func string() -> String? {
        guard next() == UInt8(ascii: "\"") else { return nil }
        let start = position
        while position < bytes.count {
            defer { position += 1 }
            switch bytes[position] {
            case UInt8(ascii: "\""): return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
            case UInt8(ascii: "\\"), 0..<0x20: return nil
            default: continue
            }
        }
        return nil
    }
}
