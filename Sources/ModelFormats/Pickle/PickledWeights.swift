import Tensors

/// Finds the tensors in what a pickle describes, and their names.
///
/// A checkpoint that keeps its weights under `state_dict`, `model`, `net`, `ema` or the like is unwrapped, dictionaries and lists inside
/// one another join their keys (`conv1.0`), and `module.`, which data-parallel training puts in front of every name, is taken away.
struct PickledWeights {
    let heap: PickleHeap
    /// Makes the tensor that an object describes, or `nil` where it is no tensor.
    let tensor: (PickleValue) throws(ModelFormatError) -> Tensor?
    private var weights = StateDictionary()
    private var visitCount = 0
    private let maximumVisitCount: Int
    /// What became of the containers that were looked at as tensors, by their place in the heap.
    private var known: [Int: Tensor?] = [:]

    /// What training keeps a network under, the weights themselves before their running means.
    private static let wrappers = [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params", "ema", "ema_state_dict",
        "state_dict_ema", "model_ema", "params_ema",
    ]
    private static let maximumDepth = 16
    private static let longestName = 4096
    /// Containers that stand in several others are visited in each: more often than this times what is in all of them is malice.
    private static let greatestSharing = 16
    private static let freeVisitCount = 4096

    init(heap: PickleHeap, tensor: @escaping (PickleValue) throws(ModelFormatError) -> Tensor?) {
        self.heap = heap
        self.tensor = tensor
        maximumVisitCount = Self.freeVisitCount + Self.greatestSharing * heap.valueCount
    }

    /// - Throws: ``ModelFormatError`` where a tensor is damaged, or there is none.
    mutating func stateDictionary(of root: PickleValue) throws(ModelFormatError) -> StateDictionary {
        try add(unwrapped(root), name: "", depth: 0)
        guard !weights.isEmpty else { throw .malformed(format: PickleReader.formatName, reason: "no tensors in it") }
        return withoutCommonPrefix("module.")
    }

    private func unwrapped(_ root: PickleValue) -> PickleValue {
        var value = root
        for _ in 0..<Self.wrappers.count {
            let inner = Self.wrappers.lazy.compactMap { wrapper in
                heap.entries(value)?.first { $0.key == .string(wrapper) && heap.entries($0.value) != nil }?.value
            }.first
            guard let inner else { break }
            value = inner
        }
        return value
    }

    private mutating func add(_ value: PickleValue, name: String, depth: Int) throws(ModelFormatError) {
        visitCount += 1
        guard visitCount <= maximumVisitCount else { throw .limit(of: "values in a pickle", maximum: maximumVisitCount) }
        guard name.utf8.count <= Self.longestName else { throw .limit(of: "bytes in a tensor's name", maximum: Self.longestName) }
        guard depth <= Self.maximumDepth else { throw .limit(of: "containers inside one another", maximum: Self.maximumDepth) }
        if let entries = heap.entries(value) {
            for (key, value) in entries {
                try add(value, name: Self.joined(name, key), depth: depth + 1)
            }
        } else if let elements = heap.elements(value) {
            for (index, element) in elements.enumerated() {
                try add(element, name: Self.joined(name, .int(index)), depth: depth + 1)
            }
        } else if let tensor = try ModelFormatError.located(in: "tensor '\(name)'", { () throws(ModelFormatError) in try made(of: value) })
        {
            weights[name.isEmpty ? "array" : name] = tensor
        }
    }

    /// The tensor that a value describes, made once however often it is referred to.
    private mutating func made(of value: PickleValue) throws(ModelFormatError) -> Tensor? {
        guard case .node(let index) = value else { return nil }
        if let tensor = known[index] { return tensor }
        let made = try tensor(value)
        known[index] = .some(made)
        return made
    }

    private static func joined(_ prefix: String, _ key: PickleValue) -> String {
        let word: String
        switch key {
        case .string(let text): word = text
        case .int(let number): word = String(number)
        default: word = "?"
        }
        return prefix.isEmpty ? word : "\(prefix).\(word)"
    }

    private func withoutCommonPrefix(_ prefix: String) -> StateDictionary {
        guard weights.names.allSatisfy({ $0.hasPrefix(prefix) && $0.count > prefix.count }) else { return weights }
        var renamed = StateDictionary()
        for name in weights.names { renamed[String(name.dropFirst(prefix.count))] = weights[name] }
        return renamed
    }
}
