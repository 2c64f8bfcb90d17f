import Foundation
import Inference
import Tensors
import TestSupport
import Testing

struct NormalizationTests {
    /// Consecutive rows brought to mean 0 and variance 1.
    private func normalized(_ x: [Float], rowLength: Int, epsilon: Double) -> [Double] {
        stride(from: 0, to: x.count, by: rowLength).flatMap { start -> [Double] in
            let row = x[start..<start + rowLength].map(Double.init)
            let mean = row.reduce(0, +) / Double(rowLength)
            let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rowLength)
            return row.map { ($0 - mean) / sqrt(variance + epsilon) }
        }
    }

    private func expectClose(_ found: Tensor, _ expected: [Double], _ tolerance: Double = 1e-5) {
        let numbers = found.floats
        #expect(numbers.count == expected.count)
        let worst = zip(numbers, expected).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst < tolerance)
    }

    private let x = Tensor.random([2, 6, 3, 7], in: 1...3, seed: 1)

    @Test func `each channel of an image is normalized by itself`() throws {
        let (scale, shift) = (Tensor.random([6], seed: 2), Tensor.random([6], seed: 3))
        let y = try compute("InstanceNormalization", ["epsilon": .float(0.01)], [x, scale, shift], threads: 2)[0]
        let expected = normalized(x.floats, rowLength: 21, epsilon: 0.01).enumerated().map { index, value in
            value * Double(scale.floats[index / 21 % 6]) + Double(shift.floats[index / 21 % 6])
        }
        expectClose(y, expected)
    }

    @Test(arguments: [18, 21])
    func `groups of channels share their moments`(operatorSet: Int) throws {
        let count = operatorSet == 18 ? 2 : 6
        let (scale, shift) = (Tensor.random([count], seed: 2), Tensor.random([count], seed: 3))
        let attributes: Attributes = ["num_groups": .int(2), "epsilon": .float(0.01)]
        let y = try compute("GroupNormalization", attributes, [x, scale, shift], operatorSet: operatorSet)[0]
        let expected = normalized(x.floats, rowLength: 63, epsilon: 0.01).enumerated().map { index, value in
            let place = operatorSet == 18 ? index / 63 % 2 : index / 21 % 6
            return value * Double(scale.floats[place]) + Double(shift.floats[place])
        }
        expectClose(y, expected)
    }

    @Test func `a layer is normalized from an axis on`() throws {
        let (scale, shift) = (Tensor.random([3, 7], seed: 2), Tensor.random([7], seed: 3))
        let outputs = try compute("LayerNormalization", ["axis": .int(2)], [x, scale, shift])
        let expected = normalized(x.floats, rowLength: 21, epsilon: 1e-5).enumerated().map { index, value in
            value * Double(scale.floats[index % 21]) + Double(shift.floats[index % 7])
        }
        expectClose(outputs[0], expected, 1e-4)
        #expect(outputs[1].shape == [2, 6, 1, 1])
    }

    @Test(arguments: [1, 2, 3, 5, 20], [0.75, 0.5] as [Float])
    func `a response is divided by those of its neighbors`(size: Int, beta: Float) throws {
        let attributes: Attributes = ["size": .int(size), "alpha": .float(0.5), "beta": .float(beta), "bias": .float(2)]
        let y = try compute("LRN", attributes, [x])[0]
        let numbers = x.floats
        let expected = numbers.indices.map { index -> Double in
            let (image, channel, place) = (index / 126, index / 21 % 6, index % 21)
            let neighbors = max(0, channel - (size - 1) / 2)...min(5, channel + size / 2)
            let squares = neighbors.reduce(0.0) { $0 + pow(Double(numbers[image * 126 + $1 * 21 + place]), 2) }
            return Double(numbers[index]) / pow(2 + 0.5 / Double(size) * squares, Double(beta))
        }
        expectClose(y, expected)
    }

    @Test func `a line is divided by its norm`() throws {
        let y = try compute("LpNormalization", ["axis": .int(1)], [Tensor([2, 2], [3, 4, 0, -2])])[0]
        expectClose(y, [0.6, 0.8, 0, -1])
        expectClose(try compute("LpNormalization", ["p": .int(1)], [Tensor([2], [1, -3])])[0], [0.25, -0.75])
    }

    @Test func `parameters of another shape are refused`() {
        let (six, five) = (Tensor([6], repeating: 1), Tensor([5], repeating: 1))
        #expect(throws: OperatorError.self) { try compute("InstanceNormalization", [:], [x, six, five]) }
        #expect(throws: OperatorError.self) { try compute("GroupNormalization", ["num_groups": .int(4)], [x, six, six]) }
        #expect(throws: OperatorError.self) { try compute("LayerNormalization", ["axis": .int(4)], [x, six]) }
    }
}
