import Language
import Tensors

extension Value {
    /// Whether the value has elements rather than being one.
    var hasAxes: Bool {
        switch self {
        case .tensor(let tensor): tensor.shape.rank > 0
        case .range, .list: true
        default: false
        }
    }

    /// The operator applied to this value, element by element where there are several.
    func applying(_ operation: UnaryOperator) throws(ValueError) -> Value {
        switch (operation, self) {
        case (.minus, .number(let number)): return .number(-number)
        case (.plus, .number): return self
        case (.minus, _): return Value(try tensor().elements { -$0 })
        case (.plus, _): return Value(try tensor())
        case (.not, _) where hasAxes: return Value(try tensor().elements { $0 == 0 ? 1 : 0 })
        case (.not, _): return .boolean(try !truth())
        }
    }

    /// The operator applied to this value and another, element by element with broadcasting where there are several.
    func applying(_ operation: BinaryOperator, to other: Value) throws(ValueError) -> Value {
        switch (self, other) {
        case (.number(let left), .number(let right)): return Self.result(operation, left, right)
        case (.string(let left), .string(let right)): return try Self.result(operation, left, right)
        case (.list, _), (.address, _), (_, .list), (_, .address):
            guard operation == .equal || operation == .notEqual else { break }
            return .boolean(isSame(as: other) == (operation == .equal))
        default: break
        }
        if !hasAxes, !other.hasAxes {
            if operation == .and || operation == .or {
                let (left, right) = (try truth(), try other.truth())
                return .boolean(operation == .and ? left && right : left || right)
            }
            return Self.result(operation, try number(), try other.number())
        }
        return Value(try tensor().broadcast(with: try other.tensor()) { Self.compute(operation, $0, $1) })
    }

    /// Whether two values are of one kind and equal in all their parts.
    private func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.list(let left), .list(let right)): left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.string(let left), .string(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.boolean(let left), .boolean(let right)): left == right
        case (.range(let left), .range(let right)): left == right
        case (.address(let left), .address(let right)): left == right
        case (.tensor(let left), .tensor(let right)):
            left.shape == right.shape && left.convertedToFloat32().floats == right.convertedToFloat32().floats
        default: false
        }
    }

    private static func result(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Value {
        let number = compute(operation, left, right)
        return operation.isComparison || operation == .and || operation == .or ? .boolean(number != 0) : .number(number)
    }

    private static func result(_ operation: BinaryOperator, _ left: String, _ right: String) throws(ValueError) -> Value {
        switch operation {
        case .equal: return .boolean(left == right)
        case .notEqual: return .boolean(left != right)
        case .add where left.utf8.count + right.utf8.count <= 1 << 20: return .string(left + right)
        case .add: throw .unexpected(expected: "strings of at most 1048576 bytes together", found: "more")
        default: throw .unexpected(expected: "numbers", found: "strings")
        }
    }

    /// The operator on two numbers; comparisons yield 1 or 0.
    private static func compute(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .remainder: right == 0 ? .nan : left - right * (left / right).rounded(.down)
        case .power: ElementaryMath.power(left, right)
        case .equal: left == right ? 1 : 0
        case .notEqual: left != right ? 1 : 0
        case .less: left < right ? 1 : 0
        case .lessOrEqual: left <= right ? 1 : 0
        case .greater: left > right ? 1 : 0
        case .greaterOrEqual: left >= right ? 1 : 0
        case .and: left != 0 && right != 0 ? 1 : 0
        case .or: left != 0 || right != 0 ? 1 : 0
        }
    }
}
