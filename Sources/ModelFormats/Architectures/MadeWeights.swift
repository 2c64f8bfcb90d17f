import CKernels
import Glibc
import Tensors

/// Weights for a network that has none of its own.
package enum MadeWeights: Sendable, Equatable {
    /// Uniform numbers of the variance that He et al. recommend, the same for the same seed.
    ///
    /// Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, doi:10.1109/ICCV.2015.123.
    case random(seed: UInt64)
    /// Zeros that take no memory: for a network that is looked at and never run.
    case zeros

    /// Weights `[outputs, inputs ÷ groups, …]` whose sums have `gain` times the variance of what they sum over: 2 before a ReLU, else 1.
    ///
    /// Different shapes get different numbers from one seed, and so do different `place`s.
    func tensor(_ shape: Shape, gain: Double, place: Int = 0) -> Tensor {
        switch self {
        case .zeros: return ZeroPages.tensor(shape)
        case .random(let seed):
            let fanIn = shape.dimensions.dropFirst().reduce(1, *)
            let bound = Float((3 * gain / Double(max(1, fanIn))).squareRoot())
            let mixed = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: place) &* 0xD1B5_4A32_D192_ED03
            return Tensor(shape) { cnns_fill_uniform($0.baseAddress, $0.count, mixed, bound) }
        }
    }

    /// A parameter as its name tells: batch normalization that changes nothing, no bias, and weights that keep the variance across a ReLU.
    func parameter(_ name: String, _ shape: Shape, place: Int) -> Tensor {
        switch name.split(separator: ".").last {
        case "running_var": Tensor(shape, repeating: 1)
        case "running_mean", "bias": Tensor(shape, repeating: 0)
        default: shape.rank < 2 ? Tensor(shape, repeating: 1) : tensor(shape, gain: 2, place: place)
        }
    }
}

/// Zeros that the system gives out when they are read, and not before.
private final class ZeroPages: @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer

    private init?(byteCount: Int) {
        let address = mmap(nil, max(1, byteCount), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let address, address != MAP_FAILED else { return nil }
        bytes = UnsafeMutableRawBufferPointer(start: address, count: max(1, byteCount))
    }

    deinit { munmap(bytes.baseAddress, bytes.count) }

    static func tensor(_ shape: Shape) -> Tensor {
        let byteCount = shape.elementCount * ElementType.float32.byteWidth
        guard byteCount >= 1 << 16, let pages = ZeroPages(byteCount: byteCount) else { return Tensor(shape, repeating: 0) }
        let storage = TensorStorage(borrowing: UnsafeRawBufferPointer(pages.bytes), from: pages)
        return Tensor(shape: shape, elementType: .float32, storage: storage)
    }
}
