import Tensors

/// What is added to the scores of an attention before they become shares.
struct AttentionBias {
    private let size: AttentionSize
    private let mask: Tensor?
    /// How many keys of each row of the batch count.
    private let lengths: [Int]?
    private let isCausal: Bool

    init(_ size: AttentionSize, mask: Tensor?, lengths: [Int]?, isCausal: Bool) {
        self.size = size
        self.mask = mask?.elementType == .bool ? Self.numbers(of: mask) : mask
        self.lengths = lengths
        self.isCausal = isCausal
    }

    /// 0 where a key counts, minus infinity where not.
    private static func numbers(of mask: Tensor?) -> Tensor? {
        guard let mask, let values = mask.truthValues else { return nil }
        return Tensor(mask.shape, values.map { $0 ? 0 : -.infinity })
    }

    /// Adds the bias of a head, of all the heads of the batch, to its scores `[L, S]`.
    func add(to scores: inout [Float], head: Int) {
        let (image, own) = (head / size.heads, head % size.heads)
        for query in 0..<size.queries {
            for key in 0..<size.keys {
                let index = query * size.keys + key
                if isCausal && key > size.past + query { scores[index] = -.infinity }
                if let lengths, key >= lengths[image] { scores[index] = -.infinity }
            }
            if let mask { add(mask, to: &scores, image, own, query) }
        }
    }

    private func add(_ mask: Tensor, to scores: inout [Float], _ image: Int, _ head: Int, _ query: Int) {
        let missing = 4 - mask.shape.rank
        let numbers = mask.floatElements
        var start = 0
        for (axis, stride) in mask.shape.strides.enumerated().dropLast() where mask.shape[axis] > 1 {
            start += [image, head, query][axis + missing] * stride
        }
        let last = mask.shape[mask.shape.rank - 1]
        for key in 0..<size.keys {
            let bias = last == 1 && size.keys > 1 ? numbers[start] : key < last ? numbers[start + key] : -.infinity
            scores[query * size.keys + key] += bias
        }
    }
}
