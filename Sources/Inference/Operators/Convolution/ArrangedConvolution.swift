import CKernels
import Synchronization

/// A convolution whose weights are arranged: the work of one thread.
///
/// A class, since threads that count references to each of its parts would wait for one another.
final class ArrangedConvolution: Sendable {
    let window: MapWindow
    let filters: CnnsFilters
    /// Groups of filters that can be shared out to threads.
    private let partCount: Int
    private let packed: PackedFilters
    private let isDepthwise: Bool
    private let epilogue: KernelEpilogue
    private nonisolated(unsafe) let numbers: UnsafePointer<Float>?

    init(window: ResolvedWindow, epilogue: Epilogue, packed: PackedFilters) {
        self.window = MapWindow(window)
        self.epilogue = KernelEpilogue(epilogue)
        self.packed = packed
        (partCount, numbers) = (packed.partCount, packed.numbers)
        filters = CnnsFilters(packed.shape, packed.layout, window: window)
        isDepthwise = packed.isDepthwise
    }

    /// Computes the rectangles of some groups of filters' outputs; of all without `parts`.
    func run(_ work: [BlockedWork], parts: Range<Int>? = nil) {
        let jobs = work.map(job)
        jobs.withUnsafeBufferPointer { run($0.baseAddress, count: $0.count, parts) }
    }

    /// The same for one rectangle.
    func run(_ work: BlockedWork, parts: Range<Int>? = nil) {
        withUnsafePointer(to: job(work)) { run($0, count: 1, parts) }
    }

    private func job(_ work: BlockedWork) -> CnnsBlockedJob {
        CnnsBlockedJob(work, wanted: window.covered(by: work.region), held: window.held(for: work.region))
    }

    private func run(_ jobs: UnsafePointer<CnnsBlockedJob>?, count: Int, _ parts: Range<Int>?) {
        let parts = parts ?? 0..<partCount
        withUnsafePointer(to: filters) { filters in
            withUnsafePointer(to: epilogue.arguments) { finish in
                if isDepthwise {
                    cnns_convolve_blocked_depthwise(jobs, count, filters, numbers, parts.lowerBound, parts.upperBound, finish)
                } else {
                    cnns_convolve_blocked(jobs, count, filters, numbers, parts.lowerBound, parts.upperBound, finish)
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
    /// See ``MapWindow/held(for:)``.
    func held(for region: Region) -> Region { MapWindow(self).held(for: region) }

    /// See ``MapWindow/onMap(for:)``.
    func onMap(for region: Region) -> Region { MapWindow(self).onMap(for: region) }
}
