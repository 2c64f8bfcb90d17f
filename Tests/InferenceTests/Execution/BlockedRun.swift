import Tensors

@testable import Inference

extension BlockedOperator {
    /// The output for an input `[N, C, H, W]` by the operator's form for blocked maps; `nil` where it has none, or the context wants none.
    func runInBlocks(
        _ x: Tensor, _ parameters: [Tensor] = [], epilogue: Epilogue = Epilogue(), residual: Tensor? = nil,
        filters: PackedFilterCache = PackedFilterCache(), in context: RunContext
    ) throws -> Tensor? {
        guard context.usesBlocks, let all = Region(all: x.shape) else { return nil }
        let inputs = [ValueInfo(.float32, x.shape)] + parameters.map(ValueInfo.init(constant:))
        let output = try inferOutputs(inputs)[0].shape
        guard let map = Region(all: output), let kernel = try blockedKernel(inputs, epilogue: epilogue, filters: filters) else {
            return nil
        }
        let covered = kernel.covered(by: map)
        let blocks = MapBuffer.blocked(x, region: all.union(covered), in: context)
        let jobs = (0..<x.shape[0]).map { image in
            BlockedJob(
                input: kernel.inputLayout == .blocked
                    ? blocks[image] : MapBuffer(x.cropped(to: covered, patchedWith: nil), image: image, at: covered),
                residual: (residual ?? epilogue.residual).map { MapBuffer.blocked($0, region: map, in: context)[image] },
                output: MapBuffer(.blocked, channelCount: output[1], region: map), region: map)
        }
        context.kernels.products { kernel.run(jobs, in: context) }
        return MapBuffer.tensor(jobs.map(\.output), all: map, in: context)
    }
}

extension KernelChoice {
    /// Our own kernels that this processor runs.
    static let ownSupported = [KernelChoice.avx512, .avx2, .portable].filter(supported.contains)
}
