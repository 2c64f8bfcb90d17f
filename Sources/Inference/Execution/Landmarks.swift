import Tensors

extension Plan {
    /// Computing less than this again is not worth keeping anything for.
    private static let fewestMultiplyAdds = 1_000_000_000
    /// Values are kept of no more parts of the work than this.
    private static let mostParts = 16
    /// Multiply-adds that take as long as to arrange a weight for the first time: its page is read, its place written.
    private static let multiplyAddsOfWeight = 80
    private static let mostBytesOfLandmark = 8 << 20

    /// Values that nobody asked for, but that a later run for the same input can start from: alone they determine all that follows. They cut
    /// the work of large plans into parts.
    ///
    /// - Complexity: O(steps).
    func landmarks(in network: Network) -> [String] {
        let costs = steps.map { step in
            step.inputs.reduce(step.multiplyAdds) { $0 + Self.multiplyAddsOfWeight * (network.constant($1)?.shape.elementCount ?? 0) }
        }
        let total = costs.reduce(0, +)
        let part = max(Self.fewestMultiplyAdds, total / Self.mostParts)
        var lastReaders: [String: Int] = [:]
        for (index, step) in steps.enumerated() {
            for input in step.allInputs where !input.isEmpty && network.constant(input) == nil { lastReaders[input] = index }
        }
        // What no step makes is there from the beginning.
        var live = Set(lastReaders.keys).subtracting(steps.flatMap(\.outputs))
        var landmarks: [String] = []
        var (sinceLast, left) = (0, total)
        for (index, step) in steps.enumerated() {
            sinceLast += costs[index]
            left -= costs[index]
            for input in step.allInputs where lastReaders[input] == index { live.remove(input) }
            for output in step.outputs where lastReaders[output] != nil { live.insert(output) }
            let isDue = sinceLast >= part && left > 0
            guard isDue, live.count == 1, let value = live.first, !wanted.contains(value), let shape = network.values[value]?.shape,
                let byteCount = shape.checkedByteCount, byteCount <= Self.mostBytesOfLandmark
            else { continue }
            landmarks.append(value)
            sinceLast = 0
        }
        return landmarks
    }
}

extension Shape {
    /// Bytes of as many float32 numbers; `nil` beyond counting.
    fileprivate var checkedByteCount: Int? {
        checkedElementCount.flatMap { count in
            let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
            return overflows ? nil : bytes
        }
    }
}
