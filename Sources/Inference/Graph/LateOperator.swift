import Tensors

/// An operator the shapes of whose outputs follow from the numbers of its inputs, not from their shapes alone.
///
/// ``Operator/run(_:in:)`` checks its inputs itself, for there may be nothing to check before.
package protocol DataDependentOperator: Operator {
    /// Throws where inputs do not fit, as far as types and shapes tell.
    func check(_ inputs: [ValueInfo?]) throws(OperatorError)
}

extension DataDependentOperator {
    /// The outputs themselves where all inputs are known.
    ///
    /// - Throws: ``OperatorError/notConstant(role:)`` where they are not: the operation then runs late.
    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        try check(inputs)
        let constants = inputs.map { $0?.constant }
        for (input, constant) in zip(inputs, constants) where input != nil && constant == nil {
            throw .notConstant(role: "every input of \(Self.name)")
        }
        do {
            return try run(constants, in: RunContext()).map { ValueInfo(constant: $0) }
        } catch let error as OperatorError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }
}

/// An operation whose shapes are known only in a run, because they follow from numbers: it is checked then.
///
/// To whatever looks for a certain operator it is a stranger, so that nothing is folded into it that needs shapes.
struct LateOperator: Operator {
    static let name = "Late"
    let implementation: any Operator

    init(_ implementation: any Operator) { self.implementation = implementation }

    /// There is no such node in a file.
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { throw .unsupported(Self.name) }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { try implementation.inferOutputs(inputs) }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if implementation is any DataDependentOperator { return try implementation.run(inputs, in: context) }
        let infos = try implementation.inferOutputs(inputs.known)
        for info in infos { _ = try ValueInfo(checking: info.elementType, info.shape) }
        let constants = infos.compactMap(\.constant)
        return constants.count == infos.count ? constants : try implementation.run(inputs, in: context)
    }

    func kindDescription(inputs: [ValueInfo?]) -> String { implementation.kindDescription(inputs: inputs) }

    var parameterIndices: [Int] { implementation.parameterIndices }
}
