import Foundation
import Inference
import Tensors

extension Reference {
    /// `scale · (x − mean) / √(variance + ε) + bias` with one of each a channel.
    static func batchNormalization(epsilon: Float) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0] else { return [] }
            let all = inputs.map { $0?.doubles ?? [] }
            let plane = x.shape.dimensions[2...].reduce(1, *)
            let numbers = all[0].enumerated().map { index, number in
                let channel = index / plane % x.shape[1]
                let deviation = (all[4][channel] + Double(epsilon)).squareRoot()
                return all[1][channel] * (number - all[3][channel]) / deviation + all[2][channel]
            }
            return [Tensor(x.shape, elements: numbers)]
        }
    }

    /// `scale · (x − mean) / √(variance + ε) + bias` over groups of elements, with the scale and bias of a parameter's number.
    static func standardization(
        epsilon: Float, group: @escaping @Sendable (Int) -> Int, parameter: @escaping @Sendable (Int) -> Int
    ) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0], let scale = inputs[1]?.doubles else { return [] }
            let numbers = x.doubles
            let bias = inputs.count > 2 ? inputs[2]?.doubles : nil
            let groups = Dictionary(grouping: numbers.indices, by: group)
            let moments = groups.mapValues { places in
                let mean = places.reduce(0) { $0 + numbers[$1] } / Double(places.count)
                let variance = places.reduce(0) { $0 + (numbers[$1] - mean) * (numbers[$1] - mean) } / Double(places.count)
                return (mean: mean, deviation: (variance + Double(epsilon)).squareRoot())
            }
            let results = numbers.indices.map { place in
                let moment = moments[group(place)] ?? (0, 1)
                return scale[parameter(place)] * (numbers[place] - moment.mean) / moment.deviation + (bias?[parameter(place)] ?? 0)
            }
            return [Tensor(x.shape, elements: results)]
        }
    }

    /// `x / (bias + alpha / size · Σ x²)^beta` over neighboring channels.
    static func localResponse(size: Int, alpha: Float, beta: Float, bias: Float) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0] else { return [] }
            let numbers = x.doubles
            let plane = x.shape.dimensions[2...].reduce(1, *)
            let results = numbers.indices.map { place in
                let channel = place / plane % x.shape[1]
                let neighbors = max(0, channel - (size - 1) / 2)...min(x.shape[1] - 1, channel + size / 2)
                let sum = neighbors.reduce(0) { sum, other in
                    let number = numbers[place + (other - channel) * plane]
                    return sum + number * number
                }
                return numbers[place] / pow(Double(bias) + Double(alpha) / Double(size) * sum, Double(beta))
            }
            return [Tensor(x.shape, elements: results)]
        }
    }

    /// A linear operator on its first input, as the matrix that single ones make of it; what it adds anyway is left out.
    static func linear(
        _ operatorName: String, _ attributes: Attributes, operatorSet: Int = 21, others: [Tensor?]
    ) -> GradientCase.Reference {
        { inputs in
            guard let x = inputs[0] else { return [] }
            let numbers = x.doubles
            func image(of numbers: [Float]) throws -> Tensor {
                try compute(operatorName, attributes, [Tensor(x.shape, numbers)] + others, operatorSet: operatorSet)[0]
            }
            let base = try image(of: [Float](repeating: 0, count: numbers.count))
            var sums = base.doubles
            for place in numbers.indices {
                var unit = [Float](repeating: 0, count: numbers.count)
                unit[place] = 1
                for (index, value) in try image(of: unit).doubles.enumerated() {
                    sums[index] += (value - Double(base.floats[index])) * numbers[place]
                }
            }
            return [Tensor(base.shape, elements: sums)]
        }
    }
}
