import CKernels
import Foundation
import Testing

@testable import Tensors

@Suite struct MemoryReserveTests {
    /// On the main thread, as at the prompt: other threads' memory is of another kind to the allocator.
    @Test @MainActor func `memory that was made ready is not brought in again`() {
        cnns_keep_freed_memory()
        let byteCount = 12 << 20
        // All is held, so that every round takes other memory.
        var held: [[UInt8]] = []
        let found = (0..<5).map { _ in
            MemoryReserve.makeReady(byteCount: 3 * byteCount)
            return Self.pagesBroughtIn {
                for number: UInt8 in 1...2 { held.append([UInt8](repeating: number, count: byteCount)) }
            }
        }
        #expect(held.allSatisfy { $0[byteCount / 2] > 0 })
        // Other tests may have taken it in between, though not each time.
        #expect(found.min() ?? .max < 2 * byteCount / 4096 / 8, "\(found)")
    }

    private static func pagesBroughtIn(_ body: () -> Void) -> Int {
        func count() -> Int {
            var usage = rusage()
            // Of this thread (RUSAGE_THREAD).
            getrusage(__rusage_who_t(1), &usage)
            return usage.ru_minflt
        }
        let before = count()
        body()
        return count() - before
    }
}
