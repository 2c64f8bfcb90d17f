import Imaging
import Language
import Tensors

/// Judges the claim of an `expect` statement.
struct Expectation {
    let evaluator: ExpressionEvaluator
    /// Where the statement stands.
    let range: SourceRange

    /// Throws a diagnostic that shows both sides where the claim does not hold; of a tensor, every element must.
    func check(_ claim: Expression, tolerance: Expression?) throws {
        guard case .binary(let operation, let left, let right) = claim.kind, operation.isComparison else {
            if let tolerance { throw misplaced(tolerance) }
            let value = try evaluator.evaluate(claim)
            if try !evaluator.at(claim.range, { try value.holds() }) { throw failure("expected this to hold", ["found \(value)"]) }
            return
        }
        let (leftValue, rightValue) = (try evaluator.evaluate(left), try evaluator.evaluate(right))
        if let tolerance {
            guard operation == .equal else { throw misplaced(tolerance) }
            let limit = try evaluator.at(tolerance.range) { try evaluator.evaluate(tolerance).number() }
            try checkEqual(leftValue, rightValue, within: limit, claim)
            return
        }
        let holds = try evaluator.at(claim.range) { try leftValue.applying(operation, to: rightValue).holds() }
        if !holds { throw failure(claim, operation, leftValue, rightValue, difference: try? largestDifference(leftValue, rightValue)) }
    }

    private func checkEqual(_ left: Value, _ right: Value, within limit: Double, _ claim: Expression) throws {
        let difference = try evaluator.at(claim.range) { try largestDifference(left, right) }
        guard difference <= limit else {
            throw failure(claim, .equal, left, right, difference: difference, limit: limit)
        }
    }

    /// The largest magnitude of the differences between elements; not a number where one of them is not.
    private func largestDifference(_ left: Value, _ right: Value) throws(ValueError) -> Double {
        if case .number(let left) = left, case .number(let right) = right { return left == right ? 0 : abs(left - right) }
        let differences = try left.tensor().broadcast(with: try right.tensor()) { $0 == $1 ? 0 : abs($0 - $1) }
        return differences.floats.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, Double($1)) }
    }

    private func failure(
        _ claim: Expression, _ operation: BinaryOperator, _ left: Value, _ right: Value, difference: Double?, limit: Double? = nil
    ) -> Diagnostic {
        var (leftText, rightText) = (Self.oneLine(left), Self.oneLine(right))
        var help: String?
        if case .number(let leftNumber) = left, case .number(let rightNumber) = right, leftText == rightText, leftNumber != rightNumber {
            (leftText, rightText) = ("\(leftNumber)", "\(rightNumber)")
            help = "the numbers of a tensor have 24 bits; 'within 1e-6' allows for it"
        }
        var facts = ["left is \(leftText), right is \(rightText)"]
        let areTensors = left.hasAxes || right.hasAxes
        if let difference, operation == .equal, areTensors || limit != nil {
            let largest = NumberFormat.significant(difference, digits: 6)
            let allowed = limit.map { ", more than \(NumberFormat.significant($0, digits: 6))" } ?? ""
            facts.append("\(areTensors ? "largest difference" : "they differ by") \(largest)\(allowed)")
        }
        return failure("expected '\(evaluator.source[claim.range])'", facts, help: help)
    }

    private static func oneLine(_ value: Value) -> String {
        let text = value.description
        guard case .tensor(let tensor) = value, text.count > 60 || text.contains("\n") else { return text }
        return text.hasPrefix("tensor") ? text : "a tensor \(tensor.shape)"
    }

    private func failure(_ message: String, _ facts: [String], help: String? = nil) -> Diagnostic {
        Diagnostic(([message] + facts).joined(separator: "; "), at: range, of: evaluator.source, help: help)
    }

    private func misplaced(_ tolerance: Expression) -> Diagnostic {
        Diagnostic("expected '==' where 'within' follows", at: tolerance.range, of: evaluator.source)
    }
}

extension Value {
    /// Whether the value holds true everywhere.
    fileprivate func holds() throws(ValueError) -> Bool {
        guard case .tensor(let tensor) = self, tensor.elementCount != 1 else { return try truth() }
        return tensor.convertedToFloat32().floats.allSatisfy { $0 != 0 }
    }
}
