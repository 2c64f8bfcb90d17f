import Imaging

/// Decodes iTerm2's inline images that hold a PNG.
package enum ITerm2Decoder {
    /// Source: "Inline Images Protocol", iTerm2's documentation.
    package static func decode(_ stream: TerminalStream) -> DecodedPictures {
        var result = DecodedPictures()
        var parts: [UInt8]?
        for case .string("]", let bytes, _) in stream.tokens where bytes.starts(with: "1337;".utf8) {
            let body = bytes.dropFirst("1337;".utf8.count)
            if body.starts(with: "File=".utf8) {
                take(body.dropFirst("File=".utf8.count), &result)
            } else if body.starts(with: "MultipartFile=".utf8) {
                if parts != nil { result.violations.append("iterm2: a file in parts within another") }
                parts = Array(body.dropFirst("MultipartFile=".utf8.count)) + Array(":".utf8)
            } else if body.starts(with: "FilePart=".utf8) {
                if parts == nil { result.violations.append("iterm2: a part without a file") }
                parts?.append(contentsOf: body.dropFirst("FilePart=".utf8.count))
            } else if body.elementsEqual("FileEnd".utf8) {
                if let parts { take(parts[...], &result) } else { result.violations.append("iterm2: the end of no file") }
                parts = nil
            }
        }
        if parts != nil { result.violations.append("iterm2: a file without its end") }
        return result
    }

    private static func take(_ body: ArraySlice<UInt8>, _ result: inout DecodedPictures) {
        func complain(_ sentence: String) { result.violations.append("iterm2: \(sentence)") }
        guard let colon = body.firstIndex(of: UInt8(ascii: ":")) else { return complain("no ':' before the payload") }
        var arguments: [String: String] = [:]
        for part in String(decoding: body[..<colon], as: UTF8.self).split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, isAllowed(pair[0], pair[1]) else {
                complain("unknown argument '\(part)'")
                continue
            }
            if arguments.updateValue(pair[1], forKey: pair[0]) != nil { complain("argument '\(pair[0])' given twice") }
        }
        if arguments["inline"] != "1" { complain("without inline=1 the terminal shows nothing") }
        guard let file = strictBase64(Array(body[(colon + 1)...])) else { return complain("the payload is no base64") }
        if let size = arguments["size"], size != "\(file.count)" { complain("size=\(size), but the file has \(file.count) bytes") }
        do { result.images.append(try PNGCodec.decode(file)) } catch { complain("the PNG cannot be decoded: \(error)") }
    }

    private static func isAllowed(_ name: String, _ value: String) -> Bool {
        switch name {
        case "size": strictNumber(value) != nil
        case "inline", "preserveAspectRatio", "doNotMoveCursor": value == "0" || value == "1"
        case "width", "height":
            value == "auto" || strictNumber(value) ?? 0 > 0
                || ["px", "%"].contains { value.hasSuffix($0) && strictNumber(value.dropLast($0.count)) != nil }
        case "name": true
        default: false
        }
    }
}
