import Inference
import SwiftProtobuf
import Tensors

/// Open Neural Network Exchange: one protobuf message that holds the graph and, as a rule, the weights.
///
/// Weights stay where they are in the mapped file.
///
/// Source: ONNX IR specification, versions 3 to 12.
package enum ONNXFormat: ModelFormat {
    package static let name = "ONNX"

    /// Protobuf has no magic number: the file's name says ONNX, or the outer fields are those of a model and fill it exactly.
    package static func recognizes(_ file: MappedFile) -> Bool {
        guard file.byteCount > 0, !beginsWithText(file) else { return false }
        return file.path.lowercased().hasSuffix(".onnx") || hasFieldsOfModel(file)
    }

    /// Tags and lengths are small numbers: some of the first bytes of any model are no printable characters.
    private static func beginsWithText(_ file: MappedFile) -> Bool {
        file.bytes.prefix(16).allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    }

    package static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents {
        let model = try decode(ONNXModelProto.self, .model, from: file)
        guard model.hasGraph else { throw .malformed(format: name, reason: "no graph") }
        var graph = try ONNXGraphReader(file: file, model: model).graph(model.graph)
        graph.metadata = Dictionary(model.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        return .graph(graph)
    }

    /// The tensor in a file that holds a single one, as those do that come with tests.
    package static func readTensor(_ file: MappedFile) throws(ModelFormatError) -> Tensor {
        try ONNXTensorReader(file: file).tensor(decode(ONNXTensorProto.self, .tensor, from: file))
    }

    /// The operators that a model uses, subgraphs included, whether or not anything else of it can be read.
    package static func operatorNames(in file: MappedFile) throws(ModelFormatError) -> Set<String> {
        let model = try decode(ONNXModelProto.self, .model, from: file)
        let names = model.functions.reduce(ONNXGraphReader.operatorNames(in: model.graph.node)) { names, function in
            names.union(ONNXGraphReader.operatorNames(in: function.node))
        }
        return names.subtracting(model.functions.map { "\($0.domain):\($0.name)" })
    }

    private static func decode<Message: SwiftProtobuf.Message>(
        _ type: Message.Type, _ kind: ONNXMessage, from file: MappedFile
    ) throws(ModelFormatError) -> Message {
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        let skeleton: ONNXSkeleton
        do throws(ModelFormatError) {
            skeleton = try ONNXSkeleton(of: file, root: kind)
        } catch {
            if case .malformed = error { throw error }
            throw .malformed(format: name, reason: "\(error)")
        }
        do {
            return try Message(serializedBytes: skeleton.bytes, options: options)
        } catch {
            throw .malformed(format: name, reason: "protobuf that cannot be decoded")
        }
    }

    private static func hasFieldsOfModel(_ file: MappedFile) -> Bool {
        var fields = ProtobufWire(file.bytes, range: 0..<file.byteCount)
        var hasGraph = false
        do {
            while let field = try fields.next() {
                guard (1...30).contains(field.number) else { return false }
                hasGraph = hasGraph || (field.number == 7 && field.payload != nil)
            }
        } catch {
            return false
        }
        return hasGraph
    }
}
