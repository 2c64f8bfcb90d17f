import Inference
import Tensors
import TestSupport

/// Outputs of the operator with ONNX's name, checked to be what the operator inferred beforehand.
///
/// All inputs count as known when the network is loaded.
func compute(
    _ name: String, _ attributes: Attributes = [:], _ inputs: [Tensor?], operatorSet: Int = 21, outputCount: Int = 1, threads: Int = 1
) throws -> [Tensor] {
    guard let kind = OperatorCatalog.byName[name] else { throw OperatorError.unsupported("operator '\(name)'") }
    let node = Node(
        name: name, operatorName: name, inputs: [], outputs: (0..<outputCount).map { "output \($0)" }, attributes: attributes)
    let implementation = try kind.init(node: node, operatorSet: operatorSet)
    let inferred = try implementation.inferOutputs(inputs.map { input in input.map { ValueInfo(constant: $0) } })
    let outputs = try implementation.run(inputs, in: RunContext(threadCount: threads))
    for (info, output) in zip(inferred, outputs) where info.elementType != output.elementType || info.shape != output.shape {
        throw InferenceMismatch(inferred: "\(info.elementType) \(info.shape)", computed: "\(output.elementType) \(output.shape)")
    }
    return outputs
}

/// An operator made something else than it had said.
struct InferenceMismatch: Error {
    let inferred: String
    let computed: String
}

extension Tensor {
    /// A vector of int64: axes, sizes, a shape.
    static func integers(_ numbers: [Int]) -> Tensor { Tensor([numbers.count], elements: numbers.map(Int64.init)) }

    /// 0, 1, 2, … in a shape.
    static func counting(_ shape: Shape) -> Tensor { Tensor(shape, (0..<shape.elementCount).map(Float.init)) }

    func array<Element: TensorElement>(of type: Element.Type) -> [Element] {
        withExtendedLifetime(storage) { Array(elements(as: type)) }
    }
}

extension Shape {
    /// The place along each axis of the element at a position in row-major order.
    func place(of position: Int) -> [Int] {
        var rest = position
        return strides.map { stride in
            defer { rest %= stride }
            return rest / stride
        }
    }

    /// The position of the element at a place.
    func position(of place: [Int]) -> Int { zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } }
}
