import COpenBLAS

/// What computes convolutions and products of matrices.
package enum KernelChoice: String, CaseIterable, Sendable {
    /// Kernels of our own where the processor has the vectors for them, OpenBLAS for the rest.
    case auto
    /// OpenBLAS for all products; convolutions are products with gathered columns.
    case openblas
    /// The same with plain loops in place of OpenBLAS: slow, and for comparison.
    case reference

    /// Whether convolutions run on the kernels for wide vectors.
    var usesWideKernels: Bool { self == .auto && BlockedConvolution.isSupported }

    /// Runs `body` with the calling thread's products computed as chosen.
    func products<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard self == .reference else { return try body() }
        let before = copenblas_use_plain_loops(1)
        defer { _ = copenblas_use_plain_loops(before) }
        return try body()
    }
}
