import Tensors

/// The edits of a run, and how far down the network each reaches.
struct EditScope {
    private let edits: [Edit]
    /// For each edit the values that it can change: its own and all that depend on it.
    private let reach: [String: Set<String>]

    init(_ edits: [Edit], in network: Network) {
        self.edits = edits
        var reach: [String: Set<String>] = [:]
        for edit in edits where reach[edit.value] == nil { reach[edit.value] = network.dependents(of: edit.value) }
        self.reach = reach
    }

    /// The edited values.
    var values: Set<String> { Set(reach.keys) }

    /// The edits that a value depends on, those of its own among them.
    func edits(above value: String) -> [Edit] { edits.filter { reach[$0.value]?.contains(value) ?? false } }

    /// The edits above a value without those of its own: what it was before them.
    func edits(strictlyAbove value: String) -> [Edit] { edits(above: value).filter { $0.value != value } }

    /// The edits of a value's own.
    func own(_ value: String) -> [Edit] { edits.filter { $0.value == value } }

    /// Whether a value has edits of its own.
    func changes(_ value: String) -> Bool { edits.contains { $0.value == value } }

    /// A value as it was computed, with its own edits made.
    func edited(_ tensor: Tensor, _ value: String) -> Tensor {
        edits.reduce(tensor) { $1.value == value ? $1.applied(to: $0) : $0 }
    }

    /// The gradient of a value as it was computed, from that of what it is after its own edits: each is a symmetric linear map, the last
    /// one comes first.
    func gradientBefore(_ gradient: Tensor, _ value: String) -> Tensor {
        edits.reversed().reduce(gradient) { $1.value == value ? $1.applied(to: $0) : $0 }
    }
}

extension Network {
    /// A value and all that are computed from it.
    ///
    /// - Complexity: O(operations).
    package func dependents(of value: String) -> Set<String> {
        var dependents: Set<String> = [value]
        for operation in operations where operation.node.inputs.contains(where: dependents.contains) {
            dependents.formUnion(operation.node.outputs)
        }
        dependents.remove("")
        return dependents
    }
}
