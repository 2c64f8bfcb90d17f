import CImageCodecs
import Foundation
import Imaging

/// Decodes kitty graphics sent directly (`t=d`) or in shared memory (`t=s`) as RGB, RGBA or PNG, plain or compressed; every other key is
/// checked by name only.
package struct KittyDecoder {
    private var result = DecodedPictures()
    /// The keys of a transfer that is not over, and its payload so far.
    private var pending: (keys: [String: String], payload: [UInt8])?

    /// Source: "Terminal graphics protocol", kitty's documentation, control data reference.
    package static func decode(_ stream: TerminalStream) -> DecodedPictures {
        var decoder = KittyDecoder()
        for case .string("_", let bytes, _) in stream.tokens where bytes.first == UInt8(ascii: "G") {
            decoder.take(bytes.dropFirst())
        }
        if decoder.pending != nil { decoder.complain("the last chunk never came") }
        return decoder.result
    }

    private mutating func complain(_ sentence: String) {
        result.violations.append("kitty: \(sentence)")
    }

    private mutating func take(_ body: ArraySlice<UInt8>) {
        let parts = body.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        let keys = readKeys(String(decoding: parts[0], as: UTF8.self))
        let payload = parts.count == 2 ? Array(parts[1]) : []
        if payload.count > 4096 { complain("a chunk of \(payload.count) characters, at most 4096 are allowed") }
        let isLast = keys["m"] != "1"
        if !isLast, payload.count % 4 != 0 { complain("a chunk of \(payload.count) characters that is not the last") }
        if !isLast, payload.last == UInt8(ascii: "=") { complain("padding in a chunk that is not the last") }
        guard let (first, sent) = pending else {
            if keys["a"] == "q" { return }
            if isLast { finish(keys, payload) } else { pending = (keys, payload) }
            return
        }
        if !Set(keys.keys).isSubset(of: ["m", "q"]) || keys["m"] == nil { complain("keys \(keys) in a later chunk") }
        pending = isLast ? nil : (first, sent + payload)
        if isLast { finish(first, sent + payload) }
    }

    private mutating func readKeys(_ text: String) -> [String: String] {
        var keys: [String: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2, pair[0].count == 1, "atfomqCUdisvSOIpxywhXYcrzPQHV".contains(pair[0]), !pair[1].isEmpty else {
                complain("unknown control data '\(part)'")
                continue
            }
            if keys.updateValue(pair[1], forKey: pair[0]) != nil { complain("key '\(pair[0])' given twice") }
        }
        return keys
    }

    private mutating func finish(_ keys: [String: String], _ payload: [UInt8]) {
        if keys["a"] == "d" { return }
        guard keys["a"] == "T" else { return complain("action '\(keys["a"] ?? "t")', expected 'T'") }
        if keys["q"] != "2" { complain("without q=2 the terminal answers on the input") }
        guard var data = strictBase64(payload) else { return complain("the payload is no base64") }
        if keys["t"] == "s" {
            guard let shared = Self.takeShared(String(decoding: data, as: UTF8.self)) else { return complain("no such shared memory") }
            data = shared
        }
        let format = keys["f"] ?? "32"
        if format == "100" {
            do { result.images.append(try PNGCodec.decode(data)) } catch { complain("the PNG cannot be decoded: \(error)") }
            return
        }
        guard let channelCount = ["24": 3, "32": 4][format] else { return complain("format '\(format)'") }
        guard let width = strictNumber(keys["s"] ?? ""), let height = strictNumber(keys["v"] ?? ""), (1...16384).contains(width),
            (1...16384).contains(height)
        else { return complain("no size in s and v") }
        let byteCount = height * width * channelCount
        guard let samples = keys["o"] == "z" ? inflate(data, byteCount) : data, samples.count == byteCount else {
            return complain("the payload does not hold \(width) by \(height) pixels")
        }
        result.images.append(Image(heightInPixels: height, widthInPixels: width, channelCount: channelCount, samples: samples))
    }

    /// What is in shared memory of that name, which is removed, as the terminal does.
    private static func takeShared(_ name: String) -> [UInt8]? {
        guard name.hasPrefix("/cnns-"), !name.dropFirst().contains("/") else { return nil }
        defer { shm_unlink(name) }
        let descriptor = shm_open(name, O_RDONLY, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return try? FileHandle(fileDescriptor: descriptor).readToEnd().map(Array.init)
    }

    private func inflate(_ data: [UInt8], _ byteCount: Int) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: byteCount)
        var written = 0
        let status = cimagecodecs_inflate(data, data.count, &output, byteCount, CIMAGECODECS_ZLIB, &written)
        return status == 0 && written == byteCount ? output : nil
    }
}
