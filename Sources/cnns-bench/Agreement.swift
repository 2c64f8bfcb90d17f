import Exploration
import Imaging
import Tensors

/// Numbers of ours to be compared with a peer's.
struct AgreedValues {
    let tensor: Tensor
    /// Whether the peer's definition is ours, so that the numbers must be the same.
    let isDefinedAlike: Bool
    /// Whether all numbers times −1 would be as good an answer.
    let hasOpenSign: Bool

    init(_ tensor: Tensor, isDefinedAlike: Bool = true, hasOpenSign: Bool = false) {
        self.tensor = tensor
        self.isDefinedAlike = isDefinedAlike
        self.hasOpenSign = hasOpenSign
    }
}

/// How nearly two sides have the same numbers.
struct Agreement {
    let correlation: Double
    let greatestDifference: Double
    /// The greatest magnitude of the peer's numbers.
    let greatest: Double

    static let leastCorrelation = 0.999

    init(_ own: AgreedValues, _ theirs: Tensor) {
        let expected = theirs.floats.map(Double.init)
        greatest = expected.reduce(0) { max($0, abs($1)) }
        guard expected.count == own.tensor.elementCount else {
            (correlation, greatestDifference) = (.nan, .infinity)
            return
        }
        let found = own.tensor.floats.map(Double.init)
        let correlation = MapSimilarity.correlation(own.tensor, theirs.reshaped(to: own.tensor.shape))
        let sign = own.hasOpenSign && correlation < 0 ? -1.0 : 1
        self.correlation = sign * correlation
        greatestDifference = zip(found, expected).reduce(0) { max($0, abs(sign * $1.0 - $1.1)) }
    }

    var cells: [String] {
        [
            NumberFormat.significant(correlation, digits: 9), NumberFormat.significant(greatestDifference, digits: 2),
            NumberFormat.significant(greatestDifference / greatest, digits: 2),
        ]
    }
}
