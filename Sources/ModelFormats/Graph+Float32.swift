import Inference
import Tensors

extension Graph {
    /// The same network computed in float32 where its file has it in 16 bits, or in 64: the kernels are for float32.
    ///
    /// Inputs, weights, and what nodes say to make of those types become float32. Sixteen bits widen without loss, so that nothing is rounded
    /// between layers; 64 bits are rounded to float32. Graphs inside nodes are changed with it.
    ///
    /// - Returns: the types that were there, in order: `float16`.
    mutating func computeInFloat32() -> [ElementType] {
        let replaced = Self.others.filter { type in
            feedTypes.contains(type) || type != .float64 && constants.values.contains { $0.elementType == type }
        }
        if !replaced.isEmpty { replace(Set(replaced), depth: 0) }
        return replaced
    }

    private static let others: [ElementType] = [.float16, .bfloat16, .float64]

    private var feedTypes: Set<ElementType> { Set(inputs.filter { constants[$0.name] == nil }.map(\.elementType)) }

    private mutating func replace(_ types: Set<ElementType>, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        for index in inputs.indices where types.contains(inputs[index].elementType) { inputs[index].elementType = .float32 }
        for (name, tensor) in constants where types.contains(tensor.elementType) { constants[name] = tensor.convertedToFloat32() }
        for index in nodes.indices {
            for (key, attribute) in nodes[index].attributes.values {
                switch attribute {
                case .tensor(let tensor) where types.contains(tensor.elementType):
                    nodes[index].attributes[key] = .tensor(tensor.convertedToFloat32())
                case .int(let code) where Self.typeAttributes.contains(key):
                    if types.contains(where: { Self.codes[$0] == code }) { nodes[index].attributes[key] = .int(1) }
                case .graph(var inner):
                    inner.replace(types, depth: depth + 1)
                    nodes[index].attributes[key] = .graph(inner)
                default: break
                }
            }
        }
    }

    /// Graphs inside graphs; no reader lets more through.
    private static let maximumDepth = 64
    /// Attributes that name a type by ONNX's number: of `Cast`, and of what makes numbers.
    private static let typeAttributes: Set<String> = ["to", "dtype", "output_dtype", "stash_type"]
    private static let codes: [ElementType: Int] = [.float16: 10, .bfloat16: 16, .float64: 11]
}
