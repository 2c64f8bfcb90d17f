import Tensors

/// The places of a layer on the first principal axis of its channels: what the maps have most in common, whatever the class.
///
/// Every channel is brought to mean 0 over the places first. An axis has no sign; here the number of greatest magnitude is positive.
///
/// Source: Muhammad and Yeasin, "Eigen-CAM: Class Activation Map using Principal Components", 2020, arXiv:2008.00299.
package enum EigenCAM {
    private static let iterationLimit = 500
    private static let tolerance = 1e-10

    /// The map `[H, W]` of maps `[C, H, W]`, by the power method.
    ///
    /// - Complexity: O(C · H · W) an iteration, of which there are as many as the first two axes are alike.
    package static func map(of maps: Tensor) -> Tensor {
        let (channels, area) = (maps.shape[0], maps.shape[1] * maps.shape[2])
        let centered = centered(maps.floats, channels: channels, area: area)
        var projection = start(centered, channels: channels, area: area)
        for _ in 0..<iterationLimit {
            let next = step(projection, centered, channels: channels, area: area)
            let change = zip(next.projection, projection).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            projection = next.projection
            if change <= tolerance * next.squaredLength { break }
        }
        let strongest = projection.max { abs($0) < abs($1) } ?? 0
        return Tensor([maps.shape[1], maps.shape[2]], projection.map { Float(strongest < 0 ? -$0 : $0) })
    }

    private static func centered(_ numbers: [Float], channels: Int, area: Int) -> [Double] {
        var centered = numbers.map { $0.isFinite ? Double($0) : 0 }
        for channel in 0..<channels {
            let range = channel * area..<(channel + 1) * area
            let mean = centered[range].reduce(0, +) / Double(max(1, area))
            for index in range { centered[index] -= mean }
        }
        return centered
    }

    /// The channel of greatest energy: never at right angles to all that it is part of.
    private static func start(_ centered: [Double], channels: Int, area: Int) -> [Double] {
        let energies = (0..<channels).map { channel in
            centered[channel * area..<(channel + 1) * area].reduce(0) { $0 + $1 * $1 }
        }
        let strongest = energies.indices.max { energies[$0] < energies[$1] } ?? 0
        return Array(centered[strongest * area..<(strongest + 1) * area])
    }

    /// One iteration: the axis that the projection points to, and the places projected on it.
    private static func step(
        _ projection: [Double], _ centered: [Double], channels: Int, area: Int
    ) -> (projection: [Double], squaredLength: Double) {
        var axis = (0..<channels).map { channel in
            (0..<area).reduce(0.0) { $0 + centered[channel * area + $1] * projection[$1] }
        }
        let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return (projection, 1) }
        axis = axis.map { $0 / length }
        var next = [Double](repeating: 0, count: area)
        for channel in 0..<channels {
            for place in 0..<area { next[place] += axis[channel] * centered[channel * area + place] }
        }
        return (next, next.reduce(0) { $0 + $1 * $1 })
    }
}
