import Inference
import Tensors

/// What a dream makes as large as it can.
package enum DreamObjective: Sendable {
    /// One number of a value `[1, C, H, W]`.
    case unit(value: String, channel: Int, position: [Int])
    /// The mean of one channel.
    case channel(value: String, channel: Int)
    /// The mean over all places of the product with a vector of one number a channel.
    case direction(value: String, vector: [Float])
    /// Minus the mean squared distance from a tensor, relative to that tensor's mean square: the picture that a layer cannot tell from
    /// another.
    ///
    /// Source: Mahendran and Vedaldi, "Understanding deep image representations by inverting them", CVPR 2015, arXiv:1412.0035.
    case likeness(value: String, to: Tensor)

    /// The value that it is made of.
    package var value: String {
        switch self {
        case .unit(let value, _, _), .channel(let value, _), .direction(let value, _), .likeness(let value, _): value
        }
    }

    /// How well a value does.
    package func score(_ tensor: Tensor) -> Double {
        let (channels, area) = Self.layout(tensor.shape)
        let numbers = tensor.floats
        switch self {
        case .unit(_, let channel, let position): return Double(numbers[Self.index(channel, position, tensor.shape)])
        case .channel(_, let channel):
            return numbers[channel * area..<(channel + 1) * area].reduce(0.0) { $0 + Double($1) } / Double(area)
        case .direction(_, let vector):
            return (0..<channels).reduce(0.0) { sum, channel in
                let total = numbers[channel * area..<(channel + 1) * area].reduce(0.0) { $0 + Double($1) }
                return sum + Double(vector[channel]) * total / Double(area)
            }
        case .likeness(_, let target):
            let goal = target.floats
            let difference = zip(numbers, goal).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
            return -difference / Self.meanSquareScale(goal)
        }
    }

    /// The gradient of the score with respect to the value, of its shape.
    package func seed(at tensor: Tensor) -> Tensor {
        let (_, area) = Self.layout(tensor.shape)
        let numbers = tensor.floats
        return Tensor(tensor.shape) { seed in
            seed.initialize(repeating: 0)
            switch self {
            case .unit(_, let channel, let position): seed[Self.index(channel, position, tensor.shape)] = 1
            case .channel(_, let channel): for index in channel * area..<(channel + 1) * area { seed[index] = 1 / Float(area) }
            case .direction(_, let vector): for index in seed.indices { seed[index] = vector[index / area] / Float(area) }
            case .likeness(_, let target):
                let goal = target.floats
                let scale = Float(-2 / Self.meanSquareScale(goal))
                for index in seed.indices { seed[index] = scale * (numbers[index] - goal[index]) }
            }
        }
    }

    private static func layout(_ shape: Shape) -> (channels: Int, area: Int) {
        (shape.rank > 1 ? shape[1] : 1, max(1, shape.dimensions.dropFirst(2).reduce(1, *)))
    }

    private static func index(_ channel: Int, _ position: [Int], _ shape: Shape) -> Int {
        zip(position, shape.dimensions.dropFirst(2)).reduce(channel) { $0 * $1.1 + $1.0 }
    }

    private static func meanSquareScale(_ goal: [Float]) -> Double {
        max(goal.reduce(0.0) { $0 + Double($1) * Double($1) }, .leastNormalMagnitude)
    }
}
