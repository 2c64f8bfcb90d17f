import Tensors

/// Weights by name, in the order in which the file has them.
///
/// Tensors are of the type that the file stores and view the mapped file where they can.
package struct StateDictionary: Sendable {
    package private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]
    /// What the file says about itself: a safetensors file's `__metadata__`.
    package var metadata: [String: String] = [:]

    package init() {}

    /// The tensor of a name; setting one that is there keeps its place, setting `nil` removes it.
    package subscript(name: String) -> Tensor? {
        get { tensors[name] }
        set {
            if let newValue {
                if tensors.updateValue(newValue, forKey: name) == nil { names.append(name) }
            } else if tensors.removeValue(forKey: name) != nil {
                names.removeAll { $0 == name }
            }
        }
    }

    package var count: Int { names.count }
    package var isEmpty: Bool { names.isEmpty }

    /// Numbers in all tensors together.
    package var parameterCount: Int { tensors.values.reduce(0) { $0 &+ $1.elementCount } }
}
