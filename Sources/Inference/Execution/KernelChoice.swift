import CKernels
import COpenBLAS

/// What computes convolutions and products of matrices.
package enum KernelChoice: String, CaseIterable, Sendable {
    /// Kernels of our own for the widest vectors that the processor has, OpenBLAS for the rest.
    case auto
    /// The same with kernels for vectors of 16 numbers.
    case avx512
    /// The same with kernels for vectors of 8 numbers.
    case avx2
    /// The same with kernels for vectors of 4 numbers, which every processor has.
    case portable
    /// OpenBLAS for all products; convolutions are products with gathered columns.
    case openblas
    /// The same with plain loops in place of OpenBLAS: slow, and for comparison.
    case reference

    /// Those that run on this processor.
    package static var supported: [KernelChoice] { allCases.filter { cnns_has_kernels($0.vectors) != 0 } }

    /// The kernels of our own that `auto` stands for.
    package static var widest: KernelChoice {
        [avx512, avx2].first { cnns_has_kernels($0.vectors) != 0 } ?? .portable
    }

    /// Whether maps pass through kernels of our own in blocks.
    var usesBlocks: Bool { self != .openblas && self != .reference }

    private var vectors: CnnsKernels {
        switch self {
        case .avx512: CNNS_AVX512_KERNELS
        case .avx2: CNNS_AVX2_KERNELS
        case .portable: CNNS_PORTABLE_KERNELS
        case .auto, .openblas, .reference: CNNS_WIDEST_KERNELS
        }
    }

    /// Runs `body` with what the calling thread computes computed as chosen.
    package func products<Result>(_ body: () throws -> Result) rethrows -> Result {
        switch self {
        case .auto, .openblas: return try body()
        case .avx512, .avx2, .portable:
            let before = cnns_use_kernels(vectors)
            defer { _ = cnns_use_kernels(before) }
            return try body()
        case .reference:
            let before = copenblas_use_plain_loops(1)
            defer { _ = copenblas_use_plain_loops(before) }
            return try body()
        }
    }
}
