import Tensors

/// A kernel over runs of two operands, each of which steps by 1 or stands still.
typealias FloatBinaryKernel =
    @convention(c) (UnsafePointer<Float>?, Int, UnsafePointer<Float>?, Int, UnsafeMutablePointer<Float>?, Int) -> Void

/// A function of two numbers of the same type.
protocol BinaryFunction {
    /// The function over runs of float32.
    static var kernel: FloatBinaryKernel { get }

    static func combine<Element: NumericElement>(_ a: Element, _ b: Element) -> Element
}

extension BinaryFunction {
    /// The function of two tensors of the same type, other than 16-bit floating point, whose shapes broadcast.
    static func apply(_ a: Tensor, _ b: Tensor, in context: RunContext) throws(OperatorError) -> Tensor {
        let broadcasting = try Broadcasting([a.shape, b.shape])
        guard a.elementType == b.elementType else {
            throw .elementType(role: "B", found: b.elementType, expected: "\(a.elementType), like A")
        }
        if a.elementType == .float32 { return applyKernel(a, b, broadcasting, in: context) }
        return applyGenerically(a, b, broadcasting, as: try a.elementType.requiredNumericElement("A"))
    }

    private static func applyKernel(_ a: Tensor, _ b: Tensor, _ broadcasting: Broadcasting, in context: RunContext) -> Tensor {
        Tensor(broadcasting.shape) { y in
            nonisolated(unsafe) let first = a.floatElements.baseAddress
            nonisolated(unsafe) let second = b.floatElements.baseAddress
            nonisolated(unsafe) let result = y.baseAddress
            let kernel = kernel
            context.parallel(y.count, grain: Broadcasting.grain) { range in
                broadcasting.forEachRun(in: range) { start, operands, count in
                    kernel(
                        first?.advanced(by: operands[0]), broadcasting.steps[0], second?.advanced(by: operands[1]),
                        broadcasting.steps[1], result?.advanced(by: start), count)
                }
            }
        }
    }

    private static func applyGenerically<Element: NumericElement>(
        _ a: Tensor, _ b: Tensor, _ broadcasting: Broadcasting, as type: Element.Type
    ) -> Tensor {
        Tensor(broadcasting.shape, of: Element.self) { y in
            broadcasting.combine(a.elements(as: Element.self), b.elements(as: Element.self), into: y, combine)
        }
    }
}
