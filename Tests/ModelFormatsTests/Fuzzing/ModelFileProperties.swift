import Imaging
import Inference
import ModelFormats
import Tensors

/// What holds of a reader of model files whatever bytes it gets: it refuses them in words, or what it reads stays inside them.
enum ModelFileProperties {
    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8], as format: any ModelFormat.Type) -> String? {
        let file = MappedFile(path: "fuzzed", contents: bytes)
        _ = format.recognizes(file)
        do throws(ModelFormatError) {
            switch try format.read(file) {
            case .weights(let weights):
                return violation(by: weights.names.compactMap { weights[$0] }, of: bytes.count)
            case .graph(let graph):
                return violation(by: Array(graph.constants.values), of: bytes.count) ?? violation(by: graph)
            }
        } catch {
            return error.description.isEmpty ? "an error without words" : nil
        }
    }

    /// Looks at every number, so that a view that leaves its file would be found out.
    private static func violation(by tensors: [Tensor], of byteCount: Int) -> String? {
        var numberCount = 0
        for tensor in tensors {
            let statistics = tensor.statistics
            numberCount += statistics.count + statistics.nonFiniteCount
            guard statistics.count + statistics.nonFiniteCount == tensor.elementCount else {
                return "numbers of \(tensor.shape) are missing"
            }
        }
        // Parts may overlap, and no deflated byte stands for more than 1,032.
        let limit = byteCount * (byteCount + Deflate.maximumRatio)
        return numberCount <= limit ? nil : "\(numberCount) numbers of \(byteCount) bytes"
    }

    /// What holds of a graph: it cannot run, for a reason, or all of it is known.
    private static func violation(by graph: Graph) -> String? {
        for input in graph.inputs {
            let guess = Preprocessing.guessed(for: input)
            guard (1...16384).contains(guess.heightInPixels), (1...16384).contains(guess.widthInPixels) else {
                return "a guess of \(guess)"
            }
        }
        do throws(NetworkError) {
            let network = try Network(graph)
            var names: Set<String> = []
            for layer in network.layers.all where !names.insert(layer.name).inserted { return "two layers '\(layer.name)'" }
            for (name, value) in network.values {
                guard let count = value.shape.checkedElementCount, count <= 1 << 30 else { return "'\(name)' of shape \(value.shape)" }
                if let constant = value.constant, constant.elementCount != count { return "'\(name)' is no \(value.shape)" }
            }
            return nil
        } catch {
            return error.description.isEmpty ? "an error without words" : nil
        }
    }
}
