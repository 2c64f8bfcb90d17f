import Foundation
import Tensors

/// An operator that makes a window: `Σ cₖ · cos(2πkn / N)` for n in `0..<size`, where N is the size, or one less where `periodic` is 0.
protocol WindowFunction: Operator {
    /// The factors cₖ.
    static var coefficients: [Double] { get }
    var settings: WindowSettings { get }
    init(settings: WindowSettings)
}

/// The attributes of a window.
struct WindowSettings: Sendable {
    let type: ElementType
    let isPeriodic: Bool

    init(_ attributes: Attributes) throws(OperatorError) {
        let code = try attributes.int("output_datatype", default: 1)
        guard let type = ElementType(onnxCode: code), type != .bool, type != .string else {
            throw .attributeValue(name: "output_datatype", value: String(code), expected: "a type of numbers")
        }
        self.type = type
        isPeriodic = try attributes.int("periodic", default: 1) != 0
    }
}

extension WindowFunction {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { self.init(settings: try WindowSettings(attributes)) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let size = try inputs.requiredIntegers(0, "size")
        guard size.count == 1 else { throw .attributeValue(name: "size", value: "\(size)", expected: "one number") }
        return [try ValueInfo(checking: settings.type, Shape(size))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try inferOutputs(inputs.known).map { info in
            let period = Double(max(1, settings.isPeriodic ? info.shape[0] : info.shape[0] - 1))
            let numbers = (0..<info.shape[0]).map { n in
                Self.coefficients.enumerated().reduce(0.0) { $0 + $1.element * cos(2 * .pi * Double($1.offset * n) / period) }
            }
            return Tensor(info.shape, elements: numbers).converted(to: info.elementType)
        }
    }
}
