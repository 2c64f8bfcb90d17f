import Tensors

/// A function that formulas can call.
package struct Function: Sendable {
    package let name: String
    /// Names of the parameters in order; one that may be left out ends in `?`.
    package let parameters: [String]
    /// What it yields, lower case, no period.
    package let summary: String
    /// Which shapes go in and what comes out, lower case, no period; what an error in the arguments recalls.
    package let shapes: String
    private let body: @Sendable (FunctionArguments, Session) throws -> Value

    init(
        _ name: String, _ parameters: String..., summary: String, shapes: String,
        body: @escaping @Sendable (FunctionArguments, Session) throws -> Value
    ) {
        self.name = name
        self.parameters = parameters
        self.summary = summary
        self.shapes = shapes
        self.body = body
    }

    /// The parameters as callers name them.
    var parameterNames: [String] { parameters.map(Self.plainName) }

    /// `mean(x, axis?)`.
    package var usage: String { "\(name)(\(parameters.joined(separator: ", ")))" }

    /// Calls the function with values by position or by name.
    ///
    /// - Throws: `ArgumentFailure` with the place of the value that is not what the function takes, where one is to blame.
    func call(_ values: [(label: String?, value: Value)], in session: Session) throws -> Value {
        var given: [String: Value] = [:]
        var places: [String: Int] = [:]
        var position = 0
        for (place, (label, value)) in values.enumerated() {
            if let label {
                guard parameters.contains(where: { Self.plainName($0) == label }), given[label] == nil else {
                    throw ValueError.noParameter(label, usage: usage)
                }
                given[label] = value
                places[label] = place
            } else {
                guard position < parameters.count else { throw ValueError.argumentCount(usage: usage, found: values.count) }
                given[Self.plainName(parameters[position])] = value
                places[Self.plainName(parameters[position])] = place
                position += 1
            }
        }
        for parameter in parameters where !parameter.hasSuffix("?") && given[parameter] == nil {
            throw ValueError.missingArgument(parameter, usage: usage)
        }
        let arguments = FunctionArguments(values: given)
        do {
            return try body(arguments, session)
        } catch let error as ValueError {
            throw ArgumentFailure(error: error, place: arguments.refused.flatMap { places[$0] })
        }
    }

    private static func plainName(_ parameter: String) -> String {
        parameter.hasSuffix("?") ? String(parameter.dropLast()) : parameter
    }
}

/// Why a function cannot be computed, and which of the values in the call is to blame.
struct ArgumentFailure: Error {
    let error: ValueError
    /// Counted from 0; `nil` where it is none by itself.
    let place: Int?
}

/// What a function was called with.
struct FunctionArguments {
    let values: [String: Value]
    private let refusal = Refusal()

    /// Remembers what could not be read, for the caret below it.
    private final class Refusal {
        var name: String?
    }

    init(values: [String: Value]) { self.values = values }

    /// The parameter whose value is not what the function takes.
    var refused: String? { refusal.name }

    private func reading<Result>(_ name: String, _ read: (Value) throws(ValueError) -> Result) throws(ValueError) -> Result {
        do {
            return try read(self[name])
        } catch {
            refusal.name = name
            throw error
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    subscript(name: String) -> Value { values[name] ?? .none }

    func tensor(_ name: String) throws(ValueError) -> Tensor { try reading(name) { value throws(ValueError) in try value.tensor() } }

    func number(_ name: String) throws(ValueError) -> Double { try reading(name) { value throws(ValueError) in try value.number() } }

    func number(_ name: String, default standard: Double) throws(ValueError) -> Double {
        has(name) ? try number(name) : standard
    }

    /// A whole number within a range.
    func integer(_ name: String, in range: ClosedRange<Int>, default standard: Int? = nil) throws(ValueError) -> Int {
        if let standard, !has(name) { return standard }
        return try reading(name) { value throws(ValueError) in
            let integer = try value.integer()
            guard range.contains(integer) else {
                throw .unexpected(expected: "'\(name)' from \(range.lowerBound) to \(range.upperBound)", found: String(integer))
            }
            return integer
        }
    }
}
