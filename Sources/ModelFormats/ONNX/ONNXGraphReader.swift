import Inference
import Tensors

/// Turns ONNX's graph messages into graphs.
///
/// `Constant` nodes become constants of the graph; inputs that have an initializer are constants too, not inputs.
struct ONNXGraphReader {
    private let tensors: ONNXTensorReader
    private let operatorSet: Int
    private let functions: ONNXFunctions

    init(file: MappedFile, model: ONNXModelProto) {
        tensors = ONNXTensorReader(file: file)
        operatorSet = model.opsetImport.first { Self.isStandardDomain($0.domain) }.map { Int($0.version) } ?? 1
        functions = ONNXFunctions(model.functions)
    }

    /// - Parameter isInner: whether it is a graph inside a node, whose inputs have the types of what comes in.
    func graph(_ proto: ONNXGraphProto, isInner: Bool = false) throws(ModelFormatError) -> Graph {
        guard proto.sparseInitializer.isEmpty else { throw .unsupported("a sparse initializer") }
        var graph = Graph(name: proto.name, outputs: proto.output.map(\.name), operatorSet: operatorSet)
        for initializer in proto.initializer {
            graph.constants[initializer.name] = try tensors.tensor(initializer)
        }
        for input in proto.input where graph.constants[input.name] == nil {
            let isOpen = isInner && !input.type.hasTensorType
            graph.inputs.append(isOpen ? GraphInput(name: input.name, dimensions: nil) : try Self.input(input))
        }
        let taken = Set(proto.node.flatMap(\.output)).union(graph.constants.keys).union(proto.input.map(\.name))
        let expanded = try functions.expanded(proto.node, taken: taken)
        var nodes: [ONNXFunctions.ExpandedNode] = []
        nodes.reserveCapacity(expanded.count)
        for node in expanded where try !addConstant(of: node.node, to: &graph) { nodes.append(node) }
        let names = LayerNames(
            nodes.lazy.map(\.node).map { node in
                LayerNames.Node(
                    name: node.name, operatorName: node.opType, output: node.output.first ?? "",
                    parameters: node.input.filter { graph.constants[$0] != nil })
            }
        ).names
        graph.nodes.reserveCapacity(nodes.count)
        for (expanded, name) in zip(nodes, names) {
            var node = try node(expanded.node, name: name)
            node.operatorSet = expanded.operatorSet
            graph.nodes.append(node)
        }
        return graph
    }

    private func node(_ proto: ONNXNodeProto, name: String) throws(ModelFormatError) -> Node {
        let fullName = proto.name.isEmpty ? name : proto.name
        return try ModelFormatError.located(in: "node '\(fullName)'") { () throws(ModelFormatError) in
            var attributes: Attributes = [:]
            for attribute in proto.attribute {
                attributes[attribute.name] = try self.attribute(attribute)
            }
            return Node(
                name: name, fullName: fullName, operatorName: Self.operatorName(of: proto), inputs: proto.input, outputs: proto.output,
                attributes: attributes)
        }
    }

    /// Whether the node was a `Constant`, whose value is now in the graph.
    private func addConstant(of proto: ONNXNodeProto, to graph: inout Graph) throws(ModelFormatError) -> Bool {
        guard proto.opType == "Constant", Self.isStandardDomain(proto.domain), let output = proto.output.first else { return false }
        graph.constants[output] = try ModelFormatError.located(in: "constant '\(output)'") { () throws(ModelFormatError) in
            guard proto.attribute.count == 1, let proto = proto.attribute.first else {
                throw .malformed(format: ONNXFormat.name, reason: "a constant without one value")
            }
            return switch try attribute(proto) {
            case .tensor(let tensor): tensor
            case .float(let number): Tensor(scalar: number)
            case .floats(let numbers): Tensor([numbers.count], numbers)
            case .int(let number): Tensor([], elements: [Int64(number)])
            case .ints(let numbers): Tensor([numbers.count], elements: numbers.map(Int64.init))
            case .string(let text): try ONNXTensorReader.textTensor([], [text])
            case .strings(let texts): try ONNXTensorReader.textTensor([texts.count], texts)
            case .graph: throw .malformed(format: ONNXFormat.name, reason: "a constant that is a graph")
            }
        }
        return true
    }

    private static func input(_ proto: ONNXValueProto) throws(ModelFormatError) -> GraphInput {
        try ModelFormatError.located(in: "input '\(proto.name)'") { () throws(ModelFormatError) in
            guard proto.type.hasTensorType else { throw .unsupported("an input that is no tensor") }
            let type = proto.type.tensorType
            guard type.shape.dim.count <= ONNXTensorReader.maximumRank else {
                throw .limit(of: "dimensions", maximum: ONNXTensorReader.maximumRank)
            }
            let dimensions: [Int?]? =
                type.hasShape ? type.shape.dim.map { $0.hasDimValue && $0.dimValue >= 0 ? Int($0.dimValue) : nil } : nil
            return GraphInput(name: proto.name, elementType: try ONNXTensorReader.elementType(type.elemType), dimensions: dimensions)
        }
    }
}

// MARK: - Attributes

extension ONNXGraphReader {
    private func attribute(_ proto: ONNXAttributeProto) throws(ModelFormatError) -> Attribute {
        switch proto.type == 0 ? Self.inferredType(of: proto) : proto.type {
        case 1: return .float(proto.f)
        case 2: return .int(Int(proto.i))
        case 3: return .string(String(decoding: proto.s, as: UTF8.self))
        case 4: return .tensor(try tensors.tensor(proto.t))
        case 5: return .graph(try graph(proto.g, isInner: true))
        case 6: return .floats(proto.floats)
        case 7: return .ints(proto.ints.map(Int.init))
        case 8: return .strings(proto.strings.map { String(decoding: $0, as: UTF8.self) })
        default: throw .unsupported("attribute '\(proto.name)' of the type \(proto.type)")
        }
    }

    /// Files of the format's first version do not say which of the fields counts.
    private static func inferredType(of proto: ONNXAttributeProto) -> Int32 {
        if proto.hasF { return 1 }
        if proto.hasI { return 2 }
        if proto.hasS { return 3 }
        if proto.hasT { return 4 }
        if proto.hasG { return 5 }
        if !proto.floats.isEmpty { return 6 }
        return proto.strings.isEmpty ? 7 : 8
    }
}

// MARK: - Operators

extension ONNXGraphReader {
    /// `Conv`, and `com.example:Conv` where the operator is not one of the standard's.
    private static func operatorName(of proto: ONNXNodeProto) -> String {
        isStandardDomain(proto.domain) ? proto.opType : "\(proto.domain):\(proto.opType)"
    }

    private static func isStandardDomain(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

    /// The operators of nodes and of the graphs inside them; constants count as none.
    static func operatorNames(in nodes: [ONNXNodeProto]) -> Set<String> {
        var names: Set<String> = []
        for node in nodes {
            if node.opType != "Constant" { names.insert(operatorName(of: node)) }
            for attribute in node.attribute where attribute.hasG { names.formUnion(operatorNames(in: attribute.g.node)) }
        }
        return names
    }
}
