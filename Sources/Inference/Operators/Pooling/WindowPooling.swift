import CKernels
import Tensors

/// What pools over a sliding window have in common: input `[N, C, H, W]` or `[N, C, L]`, every channel by itself.
package protocol WindowPooling: WindowedOperator {
    /// Pools `planes` maps that follow one another.
    func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>)
}

extension WindowPooling {
    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType == .float32 else { throw .elementType(role: "X", found: x.elementType, expected: "float32") }
        guard x.shape.rank >= 3 else { throw .rank(role: "X", found: x.shape, expected: "at least 3 axes") }
        guard x.shape.rank <= 4 else { throw .unsupported("a pool over \(x.shape.rank - 2) spatial axes") }
        return [ValueInfo(.float32, Shape(x.shape.dimensions[..<2] + (try resolvedWindow(x.shape)).output))]
    }

    package func kindDescription(inputs: [ValueInfo?]) -> String {
        "\(Self.name) \(window.description(kernel: window.kernel ?? []))"
    }

    /// The window as it lies over an input of shape `x`.
    package func resolvedWindow(_ x: Shape) throws(OperatorError) -> ResolvedWindow {
        guard let kernel = window.kernel else { throw .missingAttribute(name: "kernel_shape") }
        return try window.resolved(input: Array(x.dimensions[2...]), kernel: kernel)
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let resolved = try resolvedWindow(x.shape)
        guard let planar = resolved.planar else { throw OperatorError.unsupported("a pool over \(x.shape.rank - 2) spatial axes") }
        let inputPlane = planar.inputHeight * planar.inputWidth
        let outputPlane = planar.outputHeight * planar.outputWidth
        let result = Tensor(Shape(x.shape.dimensions[..<2] + resolved.output)) { y in
            guard let output = y.baseAddress, let input = x.floatElements.baseAddress else { return }
            nonisolated(unsafe) let (source, destination) = (input, output)
            context.parallel(x.shape[0] * x.shape[1], grain: max(1, 50_000 / max(1, outputPlane))) { planes in
                withUnsafePointer(to: planar) {
                    pool(
                        source + planes.lowerBound * inputPlane, planes: planes.count, window: $0, resolved: resolved,
                        into: destination + planes.lowerBound * outputPlane)
                }
            }
        }
        return [result]
    }
}
