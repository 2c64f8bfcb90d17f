import Language
import Tensors

/// What an expression of the language yields.
package enum Value: Sendable {
    case none
    case number(Double)
    case string(String)
    case boolean(Bool)
    /// Numbers in any shape; comparisons yield 0 and 1.
    case tensor(Tensor)
    /// Values that are no rectangle of numbers.
    case list([Value])
    case range(NumberRange)
    case address(Address)
}

/// The numbers from one to another, both included; a missing side is that of what it indexes.
package struct NumberRange: Hashable, Sendable, CustomStringConvertible {
    package let lower: Double?
    package let upper: Double?

    package init(_ lower: Double?, _ upper: Double?) {
        self.lower = lower
        self.upper = upper
    }

    /// `0..15`.
    package var description: String {
        (lower.map { Value.number($0).description } ?? "") + ".." + (upper.map { Value.number($0).description } ?? "")
    }
}

extension Value {
    /// How many numbers, strings or other values this one holds.
    package var elementCount: Int {
        switch self {
        case .none: 0
        case .tensor(let tensor): tensor.elementCount
        case .list(let elements): elements.reduce(0) { $0 + $1.elementCount }
        case .number, .string, .boolean, .range, .address: 1
        }
    }

    /// What kind of value this is, with its article, as diagnostics name it.
    package var kindDescription: String {
        switch self {
        case .none: "nothing"
        case .number: "a number"
        case .string: "a string"
        case .boolean: "a truth value"
        case .tensor(let tensor): "a tensor \(tensor.shape.listed)"
        case .list(let elements): elements.isEmpty ? "an empty list" : "a list of \(elements.count)"
        case .range: "a range"
        case .address: "an address"
        }
    }
}
