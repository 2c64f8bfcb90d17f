import CKernels
import Glibc
import Testing

/// Where threads may run.
@Suite struct ProcessorTests {
    /// How many processors a new thread may run on after the caller has kept it off its own one.
    private func processorCount(others: Int32) throws -> Int {
        let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        defer { gate.deallocate() }
        pthread_mutex_init(gate, nil)
        pthread_mutex_lock(gate)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { gate in
                if let gate { pthread_mutex_lock(gate.assumingMemoryBound(to: pthread_mutex_t.self)) }
                return UnsafeMutableRawPointer(bitPattern: Int(cnns_processor_count()))
            }, gate)
        try #require(status == 0)
        cnns_keep_off(thread, others)
        pthread_mutex_unlock(gate)
        var count: UnsafeMutableRawPointer?
        pthread_join(thread, &count)
        return Int(bitPattern: count)
    }

    @Test func `a thread is kept off the caller's processor where there are enough others`() throws {
        let count = Int(cnns_processor_count())
        #expect(try processorCount(others: Int32(count)) == count)
        if count > 1 { #expect(try processorCount(others: 1) == count - 1) }
    }

    @Test func `the processor of a thread is one of the machine's`() {
        #expect(cnns_current_processor() >= 0)
    }
}
