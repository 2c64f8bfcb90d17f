import CKernels
import Synchronization

/// A convolution whose weights are arranged: the work of one thread.
///
/// A class, since threads that count references to each of its parts would wait for one another.
final class ArrangedConvolution: Sendable {
    private let window: ResolvedWindow
    private let epilogue: Epilogue
    private let packed: PackedFilters
    let filters: CnnsFilters

    init(window: ResolvedWindow, epilogue: Epilogue, packed: PackedFilters) {
        (self.window, self.epilogue, self.packed) = (window, epilogue, packed)
        filters = CnnsFilters(packed.shape, packed.layout, window: window)
    }

    /// Computes the jobs' rectangles of some groups of filters' outputs; of all without `parts`.
    func run(_ jobs: [BlockedJob], parts: Range<Int>? = nil) {
        let parts = parts ?? 0..<packed.partCount
        let views = jobs.map { CnnsBlockedJob($0, wanted: window.covered(by: $0.region), held: window.held(for: $0.region)) }
        var filters = filters
        withExtendedLifetime((jobs, packed)) {
            epilogue.withKernelArguments { finish in
                if packed.isDepthwise {
                    cnns_convolve_blocked_depthwise(
                        views, views.count, &filters, packed.numbers, parts.lowerBound, parts.upperBound, finish)
                } else {
                    cnns_convolve_blocked(views, views.count, &filters, packed.numbers, parts.lowerBound, parts.upperBound, finish)
                }
            }
        }
    }
}

/// What is arranged once and for all, as soon as it is.
final class KeptConvolution: Sendable {
    private let known = Mutex<ArrangedConvolution?>(nil)

    var convolution: ArrangedConvolution? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }
}

extension ResolvedWindow {
    /// The places of the input that kernels for blocked maps read for some places of the output: padding to the left and right is held
    /// in memory, rows of padding are left out.
    func held(for region: Region) -> Region {
        let all = covered(by: region)
        return Region(rows: all.rows.clamped(to: 0..<input[0]), columns: all.columns)
    }
}
