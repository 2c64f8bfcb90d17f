import Inference

/// The operators that a model defines by other nodes, and what a call of one becomes: its nodes, under names that are free.
///
/// Source: ONNX IR specification, "Functions"; `ref_attr_name`.
struct ONNXFunctions {
    /// A node, with the operator set it is written in where that is not its graph's.
    struct ExpandedNode {
        var node: ONNXNodeProto
        var operatorSet: Int?
    }

    private struct Key: Hashable {
        let domain: String
        let name: String
        let overload: String
    }

    private let functions: [Key: ONNXFunctionProto]

    /// Calls inside one another.
    private static let maximumDepth = 64
    /// Nodes of a graph and of all its calls, and the calls themselves.
    private static let maximumNodeCount = 1 << 20
    /// What stands in functions, counted at every call.
    private static let maximumPartCount = 1 << 22
    /// Bytes of the names that are made for the values and nodes of calls.
    private static let maximumNameByteCount = 1 << 28

    init(_ functions: [ONNXFunctionProto]) {
        self.functions = Dictionary(
            functions.map { (Key(domain: Self.domain($0.domain), name: $0.name, overload: $0.overload), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func domain(_ name: String) -> String { name == "ai.onnx" ? "" : name }

    /// The function that a node calls; an operator that the engine has itself is none.
    private func function(of node: ONNXNodeProto) -> ONNXFunctionProto? {
        let domain = Self.domain(node.domain)
        guard !functions.isEmpty, !domain.isEmpty || OperatorCatalog.byName[node.opType] == nil else { return nil }
        return functions[Key(domain: domain, name: node.opType, overload: node.overload)]
    }

    /// The nodes with every call replaced by the nodes of its function.
    ///
    /// - Parameter taken: the names of the graph's values.
    func expanded(_ nodes: [ONNXNodeProto], taken: Set<String>) throws(ModelFormatError) -> [ExpandedNode] {
        guard !functions.isEmpty else { return nodes.map { ExpandedNode(node: $0) } }
        var expansion = Expansion(taken: taken)
        for node in nodes { try append(ExpandedNode(node: node), depth: 0, to: &expansion) }
        return expansion.nodes
    }

    private struct Expansion {
        var nodes: [ExpandedNode] = []
        var taken: Set<String>
        /// Nodes that were looked at, calls among them.
        var visitedCount = 0
        var partCount = 0
        var nameByteCount = 0
        private var nextNumber: [String: Int] = [:]

        init(taken: Set<String>) { self.taken = taken }

        mutating func freeName(_ name: String) -> String {
            var candidate = name
            var number = nextNumber[name, default: 2]
            while !taken.insert(candidate).inserted {
                candidate = "\(name)_\(number)"
                number += 1
            }
            nextNumber[name] = number
            nameByteCount += candidate.utf8.count
            return candidate
        }
    }

    private func append(_ call: ExpandedNode, depth: Int, to expansion: inout Expansion) throws(ModelFormatError) {
        expansion.visitedCount += 1
        guard expansion.visitedCount <= Self.maximumNodeCount else {
            throw .limit(of: "nodes of functions", maximum: Self.maximumNodeCount)
        }
        guard let function = function(of: call.node) else { return expansion.nodes.append(call) }
        expansion.partCount += 1 + function.input.count + function.output.count + function.node.count + function.attributeProto.count
        guard expansion.partCount < Self.maximumPartCount else { throw .limit(of: "parts of functions", maximum: Self.maximumPartCount) }
        guard depth < Self.maximumDepth else { throw .limit(of: "functions inside one another", maximum: Self.maximumDepth) }
        let operatorSet = function.opsetImport.first { Self.domain($0.domain).isEmpty }.map { Int($0.version) }
        let names = Self.names(of: function, in: call.node, &expansion)
        var attributes = Dictionary(function.attributeProto.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        for attribute in call.node.attribute { attributes[attribute.name] = attribute }
        for node in function.node {
            var node = Self.substituted(node, names, attributes)
            node.name = Self.name(of: node, in: call.node)
            expansion.nameByteCount += node.name.utf8.count
            guard expansion.nameByteCount < Self.maximumNameByteCount else {
                throw .limit(of: "bytes in names", maximum: Self.maximumNameByteCount)
            }
            try append(ExpandedNode(node: node, operatorSet: operatorSet ?? call.operatorSet), depth: depth + 1, to: &expansion)
        }
        for (output, formal) in zip(call.node.output, function.output) where !output.isEmpty && names[formal] != output {
            var copy = ONNXNodeProto()
            (copy.opType, copy.input, copy.output) = ("Identity", [names[formal] ?? formal], [output])
            expansion.nodes.append(ExpandedNode(node: copy))
        }
    }

    /// What the values of a function are called where it is called.
    private static func names(
        of function: ONNXFunctionProto, in call: ONNXNodeProto, _ expansion: inout Expansion
    ) -> [String: String] {
        var names: [String: String] = ["": ""]
        for (index, formal) in function.input.enumerated() { names[formal] = index < call.input.count ? call.input[index] : "" }
        for (output, formal) in zip(call.output, function.output) where !output.isEmpty && names[formal] == nil { names[formal] = output }
        let prefix = call.name.isEmpty ? (call.output.first { !$0.isEmpty } ?? call.opType) : call.name
        for name in function.node.flatMap(\.output) where names[name] == nil { names[name] = expansion.freeName("\(prefix)/\(name)") }
        return names
    }

    private static func name(of node: ONNXNodeProto, in call: ONNXNodeProto) -> String {
        call.name.isEmpty ? node.name : "\(call.name)/\(node.name.isEmpty ? node.opType : node.name)"
    }

    /// A node of a function with the values and attributes of a call.
    private static func substituted(
        _ node: ONNXNodeProto, _ names: [String: String], _ attributes: [String: ONNXAttributeProto]
    ) -> ONNXNodeProto {
        var node = node
        node.input = node.input.map { names[$0] ?? $0 }
        node.output = node.output.map { names[$0] ?? $0 }
        node.attribute = node.attribute.compactMap { attribute in
            guard attribute.refAttrName.isEmpty else {
                guard var given = attributes[attribute.refAttrName] else { return nil }
                given.name = attribute.name
                return given
            }
            guard attribute.hasG else { return attribute }
            var attribute = attribute
            attribute.g = substituted(attribute.g, names, attributes)
            return attribute
        }
        return node
    }

    private static func substituted(
        _ graph: ONNXGraphProto, _ names: [String: String], _ attributes: [String: ONNXAttributeProto]
    ) -> ONNXGraphProto {
        let own = Set(graph.input.map(\.name)).union(graph.initializer.map(\.name)).union(graph.node.flatMap(\.output))
        let outer = names.filter { !own.contains($0.key) }
        var graph = graph
        graph.node = graph.node.map { substituted($0, outer, attributes) }
        for index in graph.output.indices { graph.output[index].name = outer[graph.output[index].name] ?? graph.output[index].name }
        return graph
    }
}
