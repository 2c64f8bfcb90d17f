/// Short, unique names for the nodes of an ONNX graph, as the framework would say them.
///
/// PyTorch's exporter names a node by the scopes of its modules and the operator: `/layer1/layer1.0/conv1/Conv` becomes
/// `layer1.0.conv1`, `/layer1/layer1.0/Add` becomes `layer1.0.add`. Where a module is several nodes (`SiLU` is `Sigmoid` and
/// `Mul`), the last one, which computes what the module returns, has the module's name. PyTorch's newer exporter says `node_conv2d_3`;
/// there the name of the weights serves. Any other name is kept.
///
/// - Complexity: O(n) in the letters of all names.
package struct LayerNames {
    /// What a name is derived from.
    package struct Node: Sendable {
        /// The file's name of the node; empty where it has none.
        package var name: String
        package var operatorName: String
        /// The name of the first value the node computes.
        package var output: String
        /// The names of the weights it takes.
        package var parameters: [String]

        package init(name: String, operatorName: String, output: String, parameters: [String] = []) {
            self.name = name
            self.operatorName = operatorName
            self.output = output
            self.parameters = parameters
        }
    }

    /// One name a node, in their order.
    package let names: [String]

    package init(_ nodes: [Node]) {
        let paths = nodes.map { ModulePath($0.name) }
        let modules = ModuleTable(paths)
        var nameCounts: [String: Int] = [:]
        for node in nodes { nameCounts[node.name, default: 0] += 1 }
        var taken = NameRegister()
        names = zip(nodes, paths).enumerated().map { index, pair in
            let (node, path) = pair
            if let path { return taken.unique(modules.name(of: path, nodeIndex: index)) }
            return taken.unique(Self.plainName(of: node, isRepeated: nameCounts[node.name, default: 0] > 1))
        }
    }

    private static func plainName(of node: Node, isRepeated: Bool) -> String {
        if node.name.isEmpty {
            guard !node.output.isEmpty else { return node.operatorName.lowercased() }
            let isNumber = node.output.allSatisfy { $0.isASCII && $0.isNumber }
            return isNumber ? "\(node.operatorName.lowercased())_\(node.output)" : node.output
        }
        if isRepeated { return node.operatorName.lowercased() }
        guard node.name.hasPrefix("node_") else { return node.name }
        let module = node.parameters.lazy.compactMap { parameter in
            parameter.hasSuffix(".weight") ? String(parameter.dropLast(".weight".count)) : nil
        }.first
        return module ?? String(node.name.dropFirst("node_".count))
    }
}

/// A node's name as PyTorch's exporter spells it, taken apart.
private struct ModulePath {
    /// The module's name and those of the modules it stands in, outermost first: `layer1`, `layer1.0`, `layer1.0.conv1`.
    var modules: [String] = []
    /// The operator's name, lower case, with its number where there are several.
    let operation: String

    private static let maximumDepth = 64

    /// `nil` where the name is not such a path.
    init?(_ name: String) {
        guard name.first == "/" else { return nil }
        let components = name.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let last = components.last, components.count <= Self.maximumDepth, components.allSatisfy({ !$0.isEmpty }) else { return nil }
        var previous: Substring = ""
        for component in components.dropLast() {
            let extendsPrevious = !previous.isEmpty && component.hasPrefix(previous + ".")
            let addition = extendsPrevious ? component.dropFirst(previous.count + 1) : component
            modules.append(modules.last.map { "\($0).\(addition)" } ?? String(addition))
            previous = component
        }
        operation = last.lowercased()
    }
}

/// Which modules have modules inside them, and which node is the last of each.
private struct ModuleTable {
    private var containers: Set<String> = []
    private var lastNode: [String: Int] = [:]

    init(_ paths: [ModulePath?]) {
        for (index, path) in paths.enumerated() {
            guard let path, let module = path.modules.last else { continue }
            containers.formUnion(path.modules.dropLast())
            lastNode[module] = index
        }
    }

    func name(of path: ModulePath, nodeIndex: Int) -> String {
        guard let module = path.modules.last else { return path.operation }
        let isResultOfModule = !containers.contains(module) && lastNode[module] == nodeIndex
        return isResultOfModule ? module : "\(module).\(path.operation)"
    }
}

/// Names given so far, so that none is given twice.
private struct NameRegister {
    private var given: Set<String> = []
    private var nextNumber: [String: Int] = [:]

    /// The name itself, or with the next free number: `relu`, `relu_2`, `relu_3`.
    mutating func unique(_ name: String) -> String {
        if given.insert(name).inserted { return name }
        var number = nextNumber[name, default: 2]
        while !given.insert("\(name)_\(number)").inserted { number += 1 }
        nextNumber[name] = number + 1
        return "\(name)_\(number)"
    }
}
