import Tensors

/// A setting of a node, of one of the kinds that ONNX has.
package enum Attribute: Sendable {
    case int(Int)
    case float(Float)
    case string(String)
    case ints([Int])
    case floats([Float])
    case strings([String])
    case tensor(Tensor)
    case graph(Graph)
}

/// The settings of a node by name.
package struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var values: [String: Attribute]

    package init(dictionaryLiteral elements: (String, Attribute)...) {
        values = Dictionary(elements, uniquingKeysWith: { $1 })
    }

    package subscript(name: String) -> Attribute? {
        get { values[name] }
        set { values[name] = newValue }
    }

    package func int(_ name: String) throws(OperatorError) -> Int? {
        switch values[name] {
        case nil: nil
        case .int(let value): value
        default: throw .attributeKind(name: name, expected: "an integer")
        }
    }

    package func int(_ name: String, default standard: Int) throws(OperatorError) -> Int {
        try int(name) ?? standard
    }

    package func float(_ name: String, default standard: Float) throws(OperatorError) -> Float {
        switch values[name] {
        case nil: standard
        case .float(let value): value
        case .int(let value): Float(value)
        default: throw .attributeKind(name: name, expected: "a number")
        }
    }

    package func string(_ name: String, default standard: String) throws(OperatorError) -> String {
        switch values[name] {
        case nil: standard
        case .string(let value): value
        default: throw .attributeKind(name: name, expected: "a string")
        }
    }

    package func ints(_ name: String) throws(OperatorError) -> [Int]? {
        switch values[name] {
        case nil: nil
        case .ints(let value): value
        case .int(let value): [value]
        default: throw .attributeKind(name: name, expected: "a list of integers")
        }
    }

    package func floats(_ name: String) throws(OperatorError) -> [Float]? {
        switch values[name] {
        case nil: nil
        case .floats(let value): value
        default: throw .attributeKind(name: name, expected: "a list of numbers")
        }
    }

    package func strings(_ name: String) throws(OperatorError) -> [String]? {
        switch values[name] {
        case nil: nil
        case .strings(let value): value
        default: throw .attributeKind(name: name, expected: "a list of strings")
        }
    }

    package func tensor(_ name: String) throws(OperatorError) -> Tensor? {
        switch values[name] {
        case nil: nil
        case .tensor(let value): value
        default: throw .attributeKind(name: name, expected: "a tensor")
        }
    }
}
