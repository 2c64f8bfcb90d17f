/// A value of a Python pickle, as data: nothing is ever called.
///
/// Containers stand in a ``PickleHeap``, to which a value only refers; so shared, cyclic and deeply nested ones do no harm.
enum PickleValue: Equatable {
    case none
    case bool(Bool)
    case int(Int)
    /// An integer beyond 64 bits: two's complement, lowest byte first.
    case longInteger([UInt8])
    case float(Double)
    case string(String)
    case bytes(FileRegion)
    /// The name of a class or a function.
    case global(PickleGlobal)
    /// The place of a container in the heap.
    case node(Int)

    static func == (first: PickleValue, second: PickleValue) -> Bool {
        switch (first, second) {
        case (.none, .none): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.longInteger(let a), .longInteger(let b)): a == b
        case (.float(let a), .float(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.bytes(let a), .bytes(let b)): a.copiedBytes == b.copiedBytes
        case (.global(let a), .global(let b)): a == b
        case (.node(let a), .node(let b)): a == b
        default: false
        }
    }
}

/// A name that a pickle imports: `collections OrderedDict`.
struct PickleGlobal: Hashable, CustomStringConvertible {
    var module: String
    var name: String

    var description: String { "\(module).\(name)" }
}

/// A container of a pickle.
struct PickleNode {
    enum Kind: Equatable {
        case tuple, list, set
        /// Values alternate between keys and what they lead to.
        case dictionary
        /// What a call would make: the first value is the tuple of arguments, the second, where there is one, the state set afterwards.
        case object(PickleGlobal)
        /// An object that is kept elsewhere; the one value says where.
        case persistent
    }

    var kind: Kind
    var values: [PickleValue]
    /// What was added to an object as to a list or a dictionary: keys and values alternate.
    var items: [PickleValue] = []
}

/// The containers of a pickle by number.
struct PickleHeap {
    var nodes: [PickleNode] = []

    mutating func add(_ kind: PickleNode.Kind, _ values: [PickleValue] = []) -> PickleValue {
        nodes.append(PickleNode(kind: kind, values: values))
        return .node(nodes.count - 1)
    }

    /// The values in all containers.
    var valueCount: Int { nodes.reduce(0) { $0 + $1.values.count + $1.items.count } }

    /// The container that a value refers to.
    func node(_ value: PickleValue?) -> PickleNode? {
        if case .node(let index)? = value { nodes[index] } else { nil }
    }

    /// The elements of a tuple or a list.
    func elements(_ value: PickleValue?) -> [PickleValue]? {
        guard let node = node(value), node.kind == .tuple || node.kind == .list else { return nil }
        return node.values
    }

    /// The elements of a tuple or a list that are all integers: a shape, strides.
    func integers(_ value: PickleValue?) -> [Int]? {
        var container = value
        if let node = node(value), case .object(PickleGlobal(module: "torch", name: "Size")) = node.kind {
            container = elements(node.values.first)?.first
        }
        guard let elements = elements(container) else { return nil }
        var integers: [Int] = []
        for element in elements {
            guard case .int(let integer) = element else { return nil }
            integers.append(integer)
        }
        return integers
    }

    /// Keys and values of a dictionary, an `OrderedDict` among them.
    func entries(_ value: PickleValue?) -> [(key: PickleValue, value: PickleValue)]? {
        guard let node = node(value) else { return nil }
        let flat: [PickleValue]
        switch node.kind {
        case .dictionary: flat = node.values
        case .object(let global) where PickleCalls.dictionaries.contains(global): flat = node.items
        default: return nil
        }
        return stride(from: 0, to: flat.count - 1, by: 2).map { (flat[$0], flat[$0 + 1]) }
    }
}

/// The calls that files of weights are written with. Each is understood where its result is needed, and none is made.
enum PickleCalls {
    static let dictionaries: Set<PickleGlobal> = [
        PickleGlobal(module: "collections", name: "OrderedDict"), PickleGlobal(module: "collections", name: "defaultdict"),
    ]

    static let allowed: Set<PickleGlobal> = dictionaries.union(
        [
            ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor_v3"),
            ("torch._utils", "_rebuild_parameter"), ("torch", "Size"), ("torch", "device"),
            ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
            ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"),
            ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"),
            ("numpy", "dtype"), ("numpy", "ndarray"), ("_codecs", "encode"), ("builtins", "set"), ("__builtin__", "set"),
        ].map { PickleGlobal(module: $0.0, name: $0.1) })
}
