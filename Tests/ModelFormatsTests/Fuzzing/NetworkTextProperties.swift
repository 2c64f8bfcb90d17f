import Inference
import ModelFormats

/// What holds of the text of a network whatever it is: it is refused with a place inside it, or it has shapes.
enum NetworkTextProperties {
    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(NetworkTextError) {
            let graph = try NetworkText(size: [32, 32]).graph(text, name: "fuzzed")
            guard Set(graph.nodes.map(\.name)).count == graph.nodes.count else { return "two layers of one name" }
            do throws(NetworkError) {
                _ = try Network(graph)
                return nil
            } catch {
                return error.description.isEmpty ? "an error without words" : nil
            }
        } catch {
            let places = 0...text.utf8.count + 1
            guard places.contains(error.range.lowerBound), places.contains(error.range.upperBound) else {
                return "a place at \(error.range)"
            }
            return error.description.isEmpty ? "an error without words" : nil
        }
    }
}
