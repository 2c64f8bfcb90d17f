import Glibc
import Inference
import Tensors

/// How a class's probability changes while the picture is taken away, or put in, place by place in the order of a map.
///
/// Where a map is right, taking its greatest places away soon ends the probability (a small area under the curve), and putting
/// them in soon brings it about (a large one).
///
/// Source: Petsiuk et al., "RISE", 2018, arXiv:1806.07421, section 4.2.
package struct PerturbationCurve: Sendable {
    package enum Direction: String, Sendable, CaseIterable {
        /// From the picture to nothing: zero to the network.
        case deletion
        /// From the blurred picture to the sharp one.
        case insertion
    }

    package let direction: Direction
    /// The class's probability after 0, 1, … steps, each of as many places.
    package let probabilities: [Double]
    /// Steps from end to end.
    package let stepCount: Int

    package init(direction: Direction, probabilities: [Double], stepCount: Int) {
        self.direction = direction
        self.probabilities = probabilities
        self.stepCount = stepCount
    }

    /// The area under the curve by trapezoids, `0...1`, of the steps that were done.
    package var area: Double {
        guard probabilities.count > 1 else { return probabilities.first ?? 0 }
        return zip(probabilities, probabilities.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / Double(probabilities.count - 1)
    }

    package var isComplete: Bool { probabilities.count == stepCount + 1 }
}

/// The two curves of a map, and those of the map with its cells in a random order: patches as large, in the wrong places.
package struct EvidenceCheck: Sendable {
    /// Of the map.
    package let own: [PerturbationCurve]
    /// Of the map with its cells in a random order.
    package let random: [PerturbationCurve]

    package static let standardStepCount = 20

    /// - Parameters:
    ///   - map: `[H, W]`, brought to the input's size bilinearly.
    ///   - control: cancelled, the curves end where they were.
    /// - Throws: ``EvidenceError``, `RunError`; `RunCancelled` where there is nothing yet.
    package init(
        of map: Tensor, classNumber: Int, in specimen: Specimen, stepCount: Int = standardStepCount, seed: UInt64 = 0,
        control: RunControl = RunControl()
    ) throws {
        _ = try specimen.seed(of: classNumber)
        let (axes, input) = (try specimen.pictureAxes(), try specimen.input())
        var random = RandomNumbers(seed: seed)
        let shuffled = Tensor(map.shape, map.floats.shuffled(using: &random))
        let orders = [map, shuffled].map { map in
            let numbers = map.interpolated(height: axes.height, width: axes.width).floats.map { $0.isNaN ? -.infinity : $0 }
            return numbers.indices.sorted { (-numbers[$0], $0) < (-numbers[$1], $1) }
        }
        let jobs = orders.flatMap { order in PerturbationCurve.Direction.allCases.map { (order, $0) } }
        let blurred = input.blurred(axes)
        let scores = try MaskedScores(specimen: specimen).logits(count: jobs.count * (stepCount + 1), control: control) { index in
            let (order, direction) = jobs[index / (stepCount + 1)]
            let step = index % (stepCount + 1)
            var mask = [Float](repeating: direction == .deletion ? 1 : 0, count: axes.placeCount)
            for place in order.prefix(axes.placeCount * step / stepCount) { mask[place] = direction == .deletion ? 0 : 1 }
            return input.masked(by: mask, over: direction == .deletion ? nil : blurred, axes)
        }
        let curves = jobs.indices.map { job in
            let done = scores.dropFirst(job * (stepCount + 1)).prefix(stepCount + 1)
            return PerturbationCurve(
                direction: jobs[job].1, probabilities: done.map { Double(ClassRanking.softmax($0)[classNumber]) }, stepCount: stepCount)
        }
        (own, self.random) = (Array(curves.prefix(2)), Array(curves.dropFirst(2)))
    }

    /// Whether nothing was cut short.
    package var isComplete: Bool { (own + random).allSatisfy(\.isComplete) }
}

extension Tensor {
    /// Standard deviation and reach of the blur in pixels, those of the paper.
    private static let (blurDeviation, blurReach) = (5.0, 5)

    /// The picture under a Gaussian, its edges going on beyond it.
    func blurred(_ axes: PictureAxes) -> Tensor {
        let weights = (-Self.blurReach...Self.blurReach).map { Self.gaussian(Double($0)) }
        let sum = weights.reduce(0, +)
        let taps = zip(-Self.blurReach...Self.blurReach, weights.map { Float($0 / sum) })
        var numbers = floats
        for alongRows in [true, false] {
            let source = numbers
            for channel in 0..<axes.channelCount {
                for place in 0..<axes.placeCount {
                    let (row, column) = (place / axes.width, place % axes.width)
                    numbers[axes.element(channel: channel, place: place)] = taps.reduce(0) { total, tap in
                        let y = alongRows ? row : min(max(row + tap.0, 0), axes.height - 1)
                        let x = alongRows ? min(max(column + tap.0, 0), axes.width - 1) : column
                        return total + tap.1 * source[axes.element(channel: channel, place: y * axes.width + x)]
                    }
                }
            }
        }
        return Tensor(shape, numbers)
    }

    /// `e^(−d² / 2σ²)`.
    private static func gaussian(_ distance: Double) -> Double { exp(-distance * distance / (2 * blurDeviation * blurDeviation)) }
}
