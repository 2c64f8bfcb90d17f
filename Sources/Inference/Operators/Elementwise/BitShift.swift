import Tensors

/// The bits of A moved by B places, to the left or to the right as `direction` says; what leaves is lost, zeros come in.
///
/// Source: ONNX BitShift, opset 11.
struct BitShift: BitwiseConnective {
    static let name = "BitShift"
    private let direction: Direction

    private enum Direction: String, CaseIterable {
        case left = "LEFT"
        case right = "RIGHT"
    }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard attributes["direction"] != nil else { throw .missingAttribute(name: "direction") }
        direction = try attributes.choice("direction", default: .left)
    }

    static func check(_ type: ElementType) throws(OperatorError) {
        guard [.uint8, .uint16, .uint32, .uint64].contains(type) else {
            throw .elementType(role: "X", found: type, expected: "an unsigned integer")
        }
    }

    func combine<Integer: FixedWidthInteger>(_ a: Integer, _ b: Integer) -> Integer {
        switch direction {
        case .left: a << b
        case .right: a >> b
        }
    }
}
