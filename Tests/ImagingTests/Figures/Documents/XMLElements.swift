/// The elements of a small XML document in order, read strictly.
struct XMLElements {
    struct Element {
        let name: String
        let attributes: [String: String]
        var text = ""
    }

    struct Malformed: Error {
        let place: String
    }

    private(set) var all: [Element] = []

    init(_ bytes: [UInt8]) throws {
        var rest = Substring(String(decoding: bytes, as: UTF8.self))
        var open: [Int] = []
        while let tag = rest.firstIndex(of: "<") {
            let text = String(rest[..<tag])
            if let last = open.last { all[last].text += try Self.plain(text) }
            guard let end = rest[tag...].firstIndex(of: ">") else { throw Malformed(place: String(rest.prefix(40))) }
            var body = rest[rest.index(after: tag)..<end]
            rest = rest[rest.index(after: end)...]
            if body.first == "/" {
                guard let last = open.popLast(), all[last].name == body.dropFirst() else { throw Malformed(place: String(body)) }
                continue
            }
            let isClosed = body.last == "/"
            if isClosed { body.removeLast() }
            all.append(try Self.element(body))
            if !isClosed { open.append(all.count - 1) }
        }
        guard open.isEmpty, rest.allSatisfy(\.isWhitespace) else { throw Malformed(place: String(rest)) }
    }

    func text(of name: String) -> String? { all.first { $0.name == name }?.text }

    private static func element(_ body: Substring) throws -> Element {
        var rest = body
        let name = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(name.count)
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard !rest.isEmpty else { return Element(name: String(name), attributes: attributes) }
            guard let equals = rest.firstIndex(of: "="), rest[equals...].dropFirst().first == "\"" else {
                throw Malformed(place: String(rest))
            }
            let key = String(rest[..<equals])
            rest = rest[equals...].dropFirst(2)
            guard let quote = rest.firstIndex(of: "\""), attributes[key] == nil else { throw Malformed(place: String(rest)) }
            attributes[key] = try plain(String(rest[..<quote]))
            rest = rest[quote...].dropFirst()
        }
    }

    private static func plain(_ text: String) throws -> String {
        var plain = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            plain += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";") else { throw Malformed(place: String(rest)) }
            let name = String(rest[rest.index(after: mark)..<end])
            let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]
            guard let character = known[name] else { throw Malformed(place: name) }
            plain += character
            rest = rest[rest.index(after: end)...]
        }
        return plain + rest
    }
}
