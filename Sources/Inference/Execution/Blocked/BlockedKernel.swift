import CKernels
import Tensors

/// An operator over inputs of known shape, set up for blocked maps: computes any rectangle of its output.
protocol BlockedKernel: Sendable {
    /// The layout of the input that it reads.
    var inputLayout: MapBuffer.Layout { get }

    /// How it computes whole maps.
    func algorithm(in context: RunContext) -> StepTiming.Algorithm

    /// Whether it was measured that this is the fastest way.
    var isTuned: Bool { get }

    /// The places of the input that some places of the output are computed from, padding among them where it has to be there.
    func covered(by region: Region) -> Region

    /// Computes one rectangle of each job's output. The work of a context with several threads is shared out.
    func run(_ jobs: [BlockedJob], in context: RunContext)
}

extension BlockedKernel {
    func algorithm(in context: RunContext) -> StepTiming.Algorithm { .blocks }
    var isTuned: Bool { false }
}

/// A rectangle of one image's output, and what it is computed from.
struct BlockedJob: Sendable {
    let input: MapBuffer
    /// What is added to the output.
    let residual: MapBuffer?
    let output: MapBuffer
    let region: Region

    /// The job for threads to work on; valid as long as its buffers live.
    var work: BlockedWork { BlockedWork(input: input.view, residual: residual?.view, output: output.view, region: region) }
}

/// A job, or a part of one, without a hold on its memory; see ``MapView``.
struct BlockedWork: Sendable {
    let input: MapView
    let residual: MapView?
    let output: MapView
    let region: Region
}

extension [BlockedWork] {
    /// Some of the rows of all jobs.
    func rows(_ range: Range<Int>) -> [BlockedWork] {
        var first = 0
        return compactMap { work in
            defer { first += work.region.rows.count }
            let rows = range.clamped(to: first..<first + work.region.rows.count)
            guard !rows.isEmpty else { return nil }
            let start = work.region.rows.lowerBound - first
            let region = Region(rows: rows.lowerBound + start..<rows.upperBound + start, columns: work.region.columns)
            return BlockedWork(input: work.input, residual: work.residual, output: work.output, region: region)
        }
    }
}

/// An operator with a form for blocked maps.
protocol BlockedOperator: Operator {
    /// The kernel for a step's inputs; `nil` where it has none for such inputs.
    ///
    /// - Parameters:
    ///   - inputs: what is known of the inputs, of rank 4 where they are maps.
    ///   - epilogue: what is done to the results, but for the residual.
    ///   - filters: where arranged weights are kept.
    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)?
}

/// A step of a plan in its form for blocked maps.
struct BlockedStep: Sendable {
    let kernel: any BlockedKernel
    let input: String
    /// The value that the kernel adds.
    let residual: String?
    let output: String

    init(kernel: any BlockedKernel, input: String, residual: String?, output: String) {
        (self.kernel, self.input, self.residual, self.output) = (kernel, input, residual, output)
    }

    /// `nil` where the step has no such form.
    ///
    /// - Parameter filters: where arranged weights are kept, if not with the network.
    init?(_ step: Plan.Step, in network: Network, filters: PackedFilterCache? = nil) throws {
        guard step.outputs.count == 1, let implementation = step.implementation as? any BlockedOperator else { return nil }
        let inputs = step.inputs.map { network.values[$0] }
        guard let x = inputs.optional(0), x.shape.rank == 4, x.elementType == .float32, x.constant == nil, x.shape.elementCount > 0 else {
            return nil
        }
        let epilogue = try step.epilogue.resolved { _ in nil }
        guard let kernel = try implementation.blockedKernel(inputs, epilogue: epilogue, filters: filters ?? network.packedFilters) else {
            return nil
        }
        self.kernel = kernel
        input = step.inputs[0]
        residual = step.epilogue.residual ?? (step.implementation is Add ? step.inputs[1] : nil)
        output = step.outputs[0]
    }

    /// The values that it reads in blocks.
    var values: [String] { (kernel.inputLayout == .blocked ? [input] : []) + (residual.map { [$0] } ?? []) }

    /// The values that it reads in blocks, with the places of them that some places of its output need.
    func needs(for region: Region) -> [(value: String, region: Region)] {
        (kernel.inputLayout == .blocked ? [(input, kernel.covered(by: region))] : []) + (residual.map { [($0, region)] } ?? [])
    }
}
