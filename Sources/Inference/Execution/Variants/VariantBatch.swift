import Tensors

/// Several variants of one value: what it is in each of them, where that differs from the baseline.
package enum VariantBatch: Sendable {
    /// Each variant is the baseline outside of a patch.
    case patches([Patch])
    /// Each variant is the baseline but for one channel, which it takes from another value of the same shape.
    case channels([Int], of: Tensor)

    package var count: Int {
        switch self {
        case .patches(let patches): patches.count
        case .channels(let channels, _): channels.count
        }
    }
}

/// What one variant of a value is in a part of it.
package struct Patch: Sendable {
    private enum Content {
        case tensor(Tensor)
        case maps(MapBuffer)
    }

    private let content: Content
    /// Where the patch lies; `nil` where it is the whole value.
    package let region: Region?

    /// A patch without a place: the variant is the baseline.
    static func unchanged(channelCount: Int) -> Patch {
        Patch(Tensor([1, channelCount, 0, 0], []), at: Region(rows: 0..<0, columns: 0..<0))
    }

    /// The whole value.
    package init(_ tensor: Tensor) {
        content = .tensor(tensor)
        region = nil
    }

    package init(_ tensor: Tensor, at region: Region) {
        content = .tensor(tensor)
        self.region = region
    }

    /// A patch in blocks. What the buffer holds beyond the patch's place is what the variant is there, too.
    init(_ maps: MapBuffer, at region: Region) {
        content = .maps(maps)
        self.region = region
    }

    /// `[1, C, h, w]` for a region of `h` by `w`, else the whole value.
    package var tensor: Tensor {
        switch content {
        case .tensor(let tensor): tensor
        case .maps(let maps): maps.tensor(region ?? maps.region)
        }
    }

    /// The patch in blocks, where it is.
    var maps: MapBuffer? {
        if case .maps(let maps) = content { maps } else { nil }
    }
}

extension VariantBatch {
    /// Every tensor put through a function that keeps its shape.
    func mapped(_ transform: (Tensor) -> Tensor) -> VariantBatch {
        switch self {
        case .patches(let patches): .patches(patches.map { $0.replaced(by: transform($0.tensor)) })
        case .channels(let channels, let tensor): .channels(channels, of: transform(tensor))
        }
    }

    /// The variants as whole values.
    func wholes(_ baseline: Tensor) -> [Tensor] {
        switch self {
        case .patches(let patches): patches.map { $0.whole(over: baseline) }
        case .channels(let channels, let other): channels.map { baseline.replacingChannel($0, from: other) }
        }
    }
}

extension Patch {
    func replaced(by tensor: Tensor) -> Patch { region.map { Patch(tensor, at: $0) } ?? Patch(tensor) }

    /// The baseline with the patch laid over it.
    func whole(over baseline: Tensor) -> Tensor {
        guard let region, region != Region(all: baseline.shape) else { return tensor }
        guard !region.isEmpty, let all = Region(all: baseline.shape) else { return baseline }
        return baseline.cropped(to: all, patchedWith: self)
    }
}

extension Tensor {
    /// A value `[1, C, …]` with one channel of another one of the same shape.
    fileprivate func replacingChannel(_ channel: Int, from other: Tensor) -> Tensor {
        guard shape.rank > 1, shape[1] > channel else { return self }
        let area = shape.dimensions[2...].reduce(1, *)
        return Tensor(shape) { destination in
            withExtendedLifetime((storage, other.storage)) {
                _ = destination.initialize(from: floatElements)
                for image in 0..<shape[0] {
                    let start = (image * shape[1] + channel) * area
                    for index in start..<start + area { destination[index] = other.floatElements[index] }
                }
            }
        }
    }
}
