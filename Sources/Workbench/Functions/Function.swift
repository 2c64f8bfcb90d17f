import Tensors

/// A function that formulas can call.
package struct Function: Sendable {
    package let name: String
    /// Names of the parameters in order; one that may be left out ends in `?`.
    package let parameters: [String]
    /// What it yields, lower case, no period.
    package let summary: String
    private let body: @Sendable (FunctionArguments, Session) throws -> Value

    init(
        _ name: String, _ parameters: String..., summary: String,
        body: @escaping @Sendable (FunctionArguments, Session) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.summary = summary
        self.body = body
    }

    /// `mean(x, axis?)`.
    package var usage: String { "\(name)(\(parameters.joined(separator: ", ")))" }

    /// Calls the function with values by position or by name.
    func call(_ values: [(label: String?, value: Value)], in session: Session) throws -> Value {
        var given: [String: Value] = [:]
        var position = 0
        for (label, value) in values {
            if let label {
                guard parameters.contains(where: { Self.plainName($0) == label }), given[label] == nil else {
                    throw ValueError.noParameter(label, usage: usage)
                }
                given[label] = value
            } else {
                guard position < parameters.count else { throw ValueError.argumentCount(usage: usage, found: values.count) }
                given[Self.plainName(parameters[position])] = value
                position += 1
            }
        }
        for parameter in parameters where !parameter.hasSuffix("?") && given[parameter] == nil {
            throw ValueError.missingArgument(parameter, usage: usage)
        }
        return try body(FunctionArguments(values: given), session)
    }

    private static func plainName(_ parameter: String) -> String {
        parameter.hasSuffix("?") ? String(parameter.dropLast()) : parameter
    }
}

/// What a function was called with.
struct FunctionArguments {
    let values: [String: Value]

    func has(_ name: String) -> Bool { values[name] != nil }

    subscript(name: String) -> Value { values[name] ?? .none }

    func tensor(_ name: String) throws(ValueError) -> Tensor { try self[name].tensor() }

    func number(_ name: String) throws(ValueError) -> Double { try self[name].number() }

    func number(_ name: String, default standard: Double) throws(ValueError) -> Double {
        has(name) ? try number(name) : standard
    }

    /// A whole number within a range.
    func integer(_ name: String, in range: ClosedRange<Int>, default standard: Int? = nil) throws(ValueError) -> Int {
        if let standard, !has(name) { return standard }
        let integer = try self[name].integer()
        guard range.contains(integer) else {
            throw .unexpected(expected: "'\(name)' from \(range.lowerBound) to \(range.upperBound)", found: String(integer))
        }
        return integer
    }
}
