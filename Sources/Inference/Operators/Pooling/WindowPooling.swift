import CKernels
import Tensors

/// What pools over a sliding window have in common: input `[N, C, H, W]`, `[N, C, L]` or `[N, C, D, H, W]`, every channel by itself.
///
/// It pools float32; other types are converted and the results converted back.
package protocol WindowPooling: WindowedOperator {
    /// The types that it takes.
    static var elementTypes: Set<ElementType> { get }

    /// Pools `planes` maps that follow one another.
    func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>)

    /// Makes one pooled map of the pooled maps under the layers of a window over a volume.
    ///
    /// - Parameters:
    ///   - maps: maps of `count` elements, one after another, for those of `depths` that lie inside the input.
    ///   - depths: where the window's layers lie, those in the padding too.
    func combine(
        _ maps: UnsafePointer<Float>, count: Int, depths: [Int], of window: ResolvedWindow, into output: UnsafeMutablePointer<Float>)
}

extension WindowPooling {
    package static var elementTypes: Set<ElementType> { [.float32, .float16, .bfloat16] }

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] { [try pooledInfo(inputs)] }

    /// Type and shape of the pooled maps.
    func pooledInfo(_ inputs: [ValueInfo?]) throws(OperatorError) -> ValueInfo {
        let x = try inputs.required(0, "X")
        guard Self.elementTypes.contains(x.elementType) else {
            throw .elementType(role: "X", found: x.elementType, expected: "float32 or a type that it holds")
        }
        guard x.shape.rank >= 3 else { throw .rank(role: "X", found: x.shape, expected: "at least 3 axes") }
        guard x.shape.rank <= 5 else { throw .unsupported("a pool over \(x.shape.rank - 2) spatial axes") }
        return ValueInfo(x.elementType, Shape(x.shape.dimensions[..<2] + (try resolvedWindow(x.shape)).output))
    }

    package func kindDescription(inputs: [ValueInfo?]) -> String {
        "\(Self.name) \(window.description(kernel: window.kernel ?? []))"
    }

    /// The window as it lies over an input of shape `x`.
    package func resolvedWindow(_ x: Shape) throws(OperatorError) -> ResolvedWindow {
        guard let kernel = window.kernel else { throw .missingAttribute(name: "kernel_shape") }
        return try window.resolved(input: Array(x.dimensions[2...]), kernel: kernel)
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { [try pooled(inputs, in: context)] }

    /// The pooled maps.
    func pooled(_ inputs: [Tensor?], in context: RunContext) throws -> Tensor {
        let x = try inputs.required(0)
        guard x.elementType == .float32 else {
            return try pooled([x.convertedToFloat32()], in: context).converted(to: x.elementType)
        }
        let resolved = try resolvedWindow(x.shape)
        guard let planar = resolved.planar else { throw OperatorError.unsupported("a pool over \(x.shape.rank - 2) spatial axes") }
        let inputPlane = planar.inputHeight * planar.inputWidth
        let outputPlane = planar.outputHeight * planar.outputWidth
        let isVolume = x.shape.rank == 5
        return Tensor(Shape(x.shape.dimensions[..<2] + resolved.output)) { y in
            guard let output = y.baseAddress, let input = x.floatElements.baseAddress else { return }
            nonisolated(unsafe) let (source, destination) = (input, output)
            let work = max(1, outputPlane * resolved.depth.output)
            context.parallel(x.shape[0] * x.shape[1], grain: max(1, 50_000 / work)) { channels in
                withUnsafePointer(to: planar) { window in
                    if isVolume {
                        for channel in channels {
                            poolVolume(
                                source + channel * inputPlane * resolved.depth.input, window: window, resolved: resolved,
                                into: destination + channel * outputPlane * resolved.depth.output)
                        }
                    } else {
                        pool(
                            source + channels.lowerBound * inputPlane, planes: channels.count, window: window, resolved: resolved,
                            into: destination + channels.lowerBound * outputPlane)
                    }
                }
            }
        }
    }

    /// Pools the maps of one volume, each by itself, and combines those under a window.
    private func poolVolume(
        _ input: UnsafePointer<Float>, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        let inputPlane = window.pointee.inputHeight * window.pointee.inputWidth
        let outputPlane = window.pointee.outputHeight * window.pointee.outputWidth
        let storage = TensorStorage(byteCount: max(1, outputPlane * resolved.kernel[0]) * MemoryLayout<Float>.stride)
        withExtendedLifetime(storage) {
            guard let maps = storage.bytes.bindMemory(to: Float.self).baseAddress else { return }
            for z in 0..<resolved.depth.output {
                let depths = resolved.depths(of: z)
                let inside = depths.filter(resolved.contains)
                for (index, depth) in inside.enumerated() {
                    pool(input + depth * inputPlane, planes: 1, window: window, resolved: resolved, into: maps + index * outputPlane)
                }
                combine(maps, count: outputPlane, depths: depths, of: resolved, into: output + z * outputPlane)
            }
        }
    }
}

extension ResolvedWindow {
    /// Whether a place along the depth lies inside the input.
    func contains(depth: Int) -> Bool { (0..<self.depth.input).contains(depth) }
}
