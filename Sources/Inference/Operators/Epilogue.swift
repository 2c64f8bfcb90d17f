import CKernels
import Tensors

/// What is done to every result of an operator on its way to memory, so that the values in between need not exist:
/// `min(max(scale[c] · y + shift[c] + residual, low), high)` for channel `c`.
///
/// A planner builds one from a normalization, an addition and an activation that follow and that nobody asked for.
package struct Epilogue: Sendable {
    /// One factor and one summand a channel; `nil` for 1 and 0.
    package var scale: [Float]?
    package var shift: [Float]?
    /// Added element by element; of the output's shape.
    package var residual: Tensor?
    package var low: Float = -.infinity
    package var high: Float = .infinity

    package init() {}

    package var isIdentity: Bool { scale == nil && shift == nil && residual == nil && low == -.infinity && high == .infinity }

    /// The epilogue after `scale · y + shift` of the operator itself.
    func preceded(byScale ownScale: [Float]?, shift ownShift: [Float]) -> Epilogue {
        var combined = self
        combined.shift = ownShift.indices.map { (shift?[$0] ?? 0) + (scale?[$0] ?? 1) * ownShift[$0] }
        if let ownScale { combined.scale = ownScale.indices.map { (scale?[$0] ?? 1) * ownScale[$0] } }
        return combined
    }

    /// Hands the epilogue to a kernel that starts at output channel `channel` and at element `place` of the output.
    func withKernelArguments<Result>(
        channel: Int = 0, place: Int = 0, _ body: (UnsafePointer<CnnsEpilogue>) throws -> Result
    ) rethrows -> Result {
        try withOptionalPointer(scale) { scale in
            try withOptionalPointer(shift) { shift in
                try withExtendedLifetime(residual?.storage) {
                    let arguments = CnnsEpilogue(
                        scale: scale.map { $0 + channel }, shift: shift.map { $0 + channel },
                        residual: residual?.floatElements.baseAddress.map { $0 + place }, low: low, high: high)
                    return try withUnsafePointer(to: arguments, body)
                }
            }
        }
    }

    private func withOptionalPointer<Result>(_ numbers: [Float]?, _ body: (UnsafePointer<Float>?) throws -> Result) rethrows -> Result {
        guard let numbers else { return try body(nil) }
        return try numbers.withUnsafeBufferPointer { try body($0.baseAddress) }
    }
}

/// An epilogue whose numbers stay where they are, for kernels that are called often; without a residual, which comes with the jobs.
final class KernelEpilogue: @unchecked Sendable {
    /// Valid as long as this lives.
    let arguments: CnnsEpilogue
    private let scale, shift: UnsafeMutableBufferPointer<Float>?

    init(_ epilogue: Epilogue) {
        func copy(_ numbers: [Float]?) -> UnsafeMutableBufferPointer<Float>? {
            guard let numbers else { return nil }
            let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: numbers.count)
            _ = copy.initialize(from: numbers)
            return copy
        }
        (scale, shift) = (copy(epilogue.scale), copy(epilogue.shift))
        arguments = CnnsEpilogue(
            scale: scale.map { UnsafePointer($0.baseAddress) } ?? nil, shift: shift.map { UnsafePointer($0.baseAddress) } ?? nil,
            residual: nil, low: epilogue.low, high: epilogue.high)
    }

    deinit {
        scale?.deallocate()
        shift?.deallocate()
    }
}

/// An operator that can finish its results with an ``Epilogue`` while they are at hand.
///
/// Its only output has the channels on axis 1.
package protocol EpilogueOperator: Operator {
    func run(_ inputs: [Tensor?], epilogue: Epilogue, in context: RunContext) throws -> Tensor
}

extension EpilogueOperator {
    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        [try run(inputs, epilogue: Epilogue(), in: context)]
    }
}
