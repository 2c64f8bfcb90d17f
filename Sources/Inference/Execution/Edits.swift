import Tensors

/// A change to one value of a network, made right after the value is computed: whatever depends on it sees the change.
package struct Edit: Sendable, Hashable {
    /// What is done to the numbers of a value `[N, C, …]`.
    package enum Change: Sendable, Hashable {
        /// Multiplies the places by a number: 0 takes them out.
        case scale([Place], by: Float)
        /// Sets everything outside the places to zero.
        case keep([Place])
        /// Exchanges the numbers of two channels.
        case swap(Int, Int)
    }

    /// Part of a value `[N, C, H, W]`, in every image of the batch.
    package struct Place: Sendable, Hashable {
        /// `nil` for all of them.
        package let channel: Int?
        /// One number a spatial axis; `nil` for all positions.
        package let position: [Int]?

        package init(channel: Int? = nil, position: [Int]? = nil) {
            self.channel = channel
            self.position = position
        }
    }

    /// The name of the value.
    package let value: String
    package let change: Change

    package init(_ value: String, _ change: Change) {
        self.value = value
        self.change = change
    }
}

/// Why an edit does not fit the network it is made to.
package enum EditError: Error, Equatable, CustomStringConvertible {
    case unknownValue(String)
    /// Only numbers that are computed can be changed.
    case notComputed(String)
    case elementType(String, found: ElementType)
    case noChannel(Int, value: String, shape: Shape)
    case noPosition([Int], value: String, shape: Shape)

    package var description: String {
        switch self {
        case .unknownValue(let value): "the network has no value '\(value)'"
        case .notComputed(let value): "'\(value)' is not computed, only computed values can be edited"
        case .elementType(let value, let found): "'\(value)' holds \(found), only float32 can be edited"
        case .noChannel(let channel, let value, let shape): "no channel \(channel) in '\(value)', whose shape is \(shape)"
        case .noPosition(let position, let value, let shape):
            "no place @\(position.map(String.init).joined(separator: ",")) in '\(value)', whose shape is \(shape)"
        }
    }
}

extension Edit {
    /// Whether each channel's numbers depend on no other channel.
    var isChannelwise: Bool {
        if case .swap = change { false } else { true }
    }

    /// Whether a change is the same at every position.
    var ignoresPositions: Bool { places.allSatisfy { $0.position == nil } }
}

// MARK: - Checking and applying

extension Edit {
    /// Throws unless the value exists, is computed, and has the places.
    package func check(against network: Network) throws(EditError) {
        guard let info = network.values[value] else { throw .unknownValue(value) }
        guard network.producers[value] != nil else { throw .notComputed(value) }
        guard info.elementType == .float32 else { throw .elementType(value, found: info.elementType) }
        let channelCount = info.shape.rank > 1 ? info.shape[1] : 0
        for channel in channels where !(0..<channelCount).contains(channel) {
            throw .noChannel(channel, value: value, shape: info.shape)
        }
        for place in places {
            guard let position = place.position else { continue }
            let extents = info.shape.dimensions.dropFirst(2)
            guard position.count == extents.count, zip(position, extents).allSatisfy({ (0..<$1).contains($0) }) else {
                throw .noPosition(position, value: value, shape: info.shape)
            }
        }
    }

    fileprivate var places: [Place] {
        switch change {
        case .scale(let places, _), .keep(let places): places
        case .swap: []
        }
    }

    private var channels: [Int] {
        if case .swap(let first, let second) = change { [first, second] } else { places.compactMap(\.channel) }
    }

    /// The value with the change made.
    ///
    /// Numbers of other types than float32 are converted and converted back: a quantized value is changed as the integers that it is.
    package func applied(to tensor: Tensor) -> Tensor {
        guard tensor.elementType == .float32 else {
            return applied(to: tensor.convertedToFloat32()).converted(to: tensor.elementType)
        }
        let (channelCount, area) = tensor.channelLayout
        let imageSize = channelCount * area
        return Tensor(tensor.shape) { destination in
            withExtendedLifetime(tensor.storage) { _ = destination.initialize(from: tensor.floatElements) }
            for image in stride(from: 0, to: destination.count, by: max(1, imageSize)) {
                let numbers = UnsafeMutableBufferPointer(rebasing: destination[image..<image + imageSize])
                switch change {
                case .scale(let places, let factor):
                    let chosen = mask(of: places, tensor.shape, area)
                    // What is not finite would survive a multiplication by 0.
                    for index in numbers.indices where chosen[index] { numbers[index] = factor == 0 ? 0 : numbers[index] * factor }
                case .keep(let places):
                    let chosen = mask(of: places, tensor.shape, area)
                    for index in numbers.indices where !chosen[index] { numbers[index] = 0 }
                case .swap(let first, let second):
                    for index in 0..<area { numbers.swapAt(first * area + index, second * area + index) }
                }
            }
        }
    }

    /// Which numbers of one image belong to the places.
    private func mask(of places: [Place], _ shape: Shape, _ area: Int) -> [Bool] {
        let channelCount = shape.rank > 1 ? shape[1] : 1
        var mask = [Bool](repeating: false, count: channelCount * area)
        for place in places {
            let offset = place.position.map { zip($0, shape.dimensions.dropFirst(2)).reduce(0) { $0 * $1.1 + $1.0 } }
            for channel in place.channel.map({ $0..<$0 + 1 }) ?? 0..<channelCount {
                for index in offset.map({ $0..<$0 + 1 }) ?? 0..<area { mask[channel * area + index] = true }
            }
        }
        return mask
    }
}

extension Tensor {
    /// Channels of a value `[N, C, …]`, and positions in each.
    fileprivate var channelLayout: (channelCount: Int, area: Int) {
        (shape.rank > 1 ? shape[1] : 1, shape.dimensions.dropFirst(2).reduce(1, *))
    }
}
