import Inference
import Tensors

/// Runs a network for many inputs, or many variants of any other value, a batch at a time.
///
/// The variants of a batch share each operation, and what does not depend on the value is computed once. Any graph will do, also
/// one that is fixed to a batch of one.
package struct BatchedForward: Sendable {
    private let evaluation: VariantEvaluation
    private let batchCount: Int

    /// - Parameters:
    ///   - value: the value that varies; the specimen's input where it is `nil`.
    ///   - wanted: the values to compute for each variant.
    ///   - budgetInBytes: about what the operands of one operation may take for a batch; every thread has its own.
    /// - Throws: `RunError`, `EditError`, `RunCancelled`.
    package init(
        _ specimen: Specimen, value: String? = nil, wanted: [String], budgetInBytes: Int = VariantEvaluation.standardBudgetInBytes,
        control: RunControl = RunControl()
    ) throws {
        evaluation = try VariantEvaluation(specimen, source: value ?? specimen.inputName, wanted: wanted, control: control)
        batchCount = evaluation.batchCount(budgetInBytes: budgetInBytes)
    }

    /// Computes the wanted values of `count` variants.
    ///
    /// Cancelled, it stops after the batch at hand was begun; what was received until then holds.
    ///
    /// - Parameters:
    ///   - variant: makes the value of one variant, of the value's own shape.
    ///   - receive: gets each variant's number and wanted values, in order.
    /// - Returns: how many variants were computed.
    /// - Throws: `RunError`, and whatever `variant` and `receive` throw.
    package func run(
        count: Int, control: RunControl = RunControl(), variant: (Int) throws -> Tensor,
        receive: (Int, [String: Tensor]) throws -> Void
    ) throws -> Int {
        try evaluation.runBatches(of: batchCount, count: count, control: control) { range in
            .patches(try range.map { Patch(try variant($0)) })
        } receive: { range, run in
            for (position, number) in range.enumerated() { try receive(number, run.values.mapValues { $0[position] }) }
        }
    }
}

extension VariantEvaluation {
    /// What a specimen yields for variants of one of its values.
    init(_ specimen: Specimen, source: String, wanted: [String], control: RunControl) throws {
        try self.init(
            engine: specimen.engine, network: specimen.network, feed: specimen.feed, edits: specimen.edits, source: source,
            wanted: wanted, control: control)
    }
}
