import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct SignalTests {
    /// `Σ x[n] exp(∓2πi·kn/N)`, term by term.
    private func transform(_ x: [(Double, Double)], isInverse: Bool) -> [(Double, Double)] {
        x.indices.map { k in
            let sum = x.enumerated().reduce((0.0, 0.0)) { sum, term in
                let angle = (isInverse ? 2 : -2) * Double.pi * Double(k * term.offset % x.count) / Double(x.count)
                let (re, im) = term.element
                return (sum.0 + re * cos(angle) - im * sin(angle), sum.1 + re * sin(angle) + im * cos(angle))
            }
            return isInverse ? (sum.0 / Double(x.count), sum.1 / Double(x.count)) : sum
        }
    }

    @Test(arguments: [1, 2, 3, 5, 8, 12, 17, 64, 97], [false, true])
    func `a transform of any length is the sum that defines it`(length: Int, isInverse: Bool) throws {
        let x = Tensor.random([1, length, 2], seed: UInt64(length))
        let found = try compute("DFT", ["inverse": .int(isInverse ? 1 : 0)], [x], operatorSet: 20)[0]
        let expected = transform(
            (0..<length).map { (Double(x.floats[2 * $0]), Double(x.floats[2 * $0 + 1])) }, isInverse: isInverse)
        for (index, number) in expected.enumerated() {
            #expect(abs(Double(found.floats[2 * index]) - number.0) < 1e-4)
            #expect(abs(Double(found.floats[2 * index + 1]) - number.1) < 1e-4)
        }
    }

    @Test func `a transform along an axis is cut or padded, and half of it is kept`() throws {
        let x = Tensor.random([3, 6, 2, 1], seed: 4)
        for length in [4, 9] {
            let found = try compute(
                "DFT", ["onesided": .int(1)], [x, Tensor([], elements: [Int64(length)]), Tensor([], elements: [Int64(1)])], operatorSet: 20)[
                    0]
            #expect(found.shape == [3, length / 2 + 1, 2, 2])
            for (row, column) in [(0, 0), (2, 1)] {
                let line = (0..<length).map { ($0 < 6 ? Double(x.floats[(row * 6 + $0) * 2 + column]) : 0, 0.0) }
                let expected = transform(line, isInverse: false)
                for k in 0...length / 2 {
                    #expect(abs(Double(found.floats[((row * (length / 2 + 1) + k) * 2 + column) * 2]) - expected[k].0) < 1e-4)
                }
            }
        }
    }

    @Test func `frames of a signal are transformed one by one`() throws {
        let signal = Tensor.random([2, 20, 1], seed: 9)
        let window = try compute("HannWindow", [:], [Tensor([], elements: [Int64(8)])])[0]
        let found = try compute("STFT", [:], [signal, Tensor([], elements: [Int64(5)]), window])[0]
        #expect(found.shape == [2, 3, 5, 2])
        for (row, frame) in [(0, 0), (0, 2), (1, 1)] {
            let part = (0..<8).map { (Double(signal.floats[row * 20 + frame * 5 + $0] * window.floats[$0]), 0.0) }
            let expected = transform(part, isInverse: false)
            for k in 0..<5 { #expect(abs(Double(found.floats[((row * 3 + frame) * 5 + k) * 2]) - expected[k].0) < 1e-4) }
        }
    }

    @Test(arguments: [("HannWindow", [0.5, -0.5]), ("HammingWindow", [25.0 / 46, -21.0 / 46]), ("BlackmanWindow", [0.42, -0.5, 0.08])])
    func `a window is a sum of cosines`(name: String, factors: [Double]) throws {
        for isPeriodic in [false, true] {
            let found = try compute(name, ["periodic": .int(isPeriodic ? 1 : 0)], [Tensor([], elements: [Int64(7)])])[0]
            for (n, value) in found.floats.enumerated() {
                let angle = 2 * Double.pi * Double(n) / (isPeriodic ? 7 : 6)
                let expected = factors.enumerated().reduce(0.0) { $0 + $1.element * cos(Double($1.offset) * angle) }
                #expect(abs(Double(value) - expected) < 1e-6)
            }
        }
    }

    @Test func `each column of the mel weights is a triangle that rises to 1`() throws {
        let sizes = [8, 512, 16000].map { Tensor([], elements: [Int64($0)]) }
        let found = try compute("MelWeightMatrix", [:], sizes + [Tensor(scalar: 0), Tensor(scalar: 8000)])[0]
        #expect(found.shape == [257, 8])
        for mel in 0..<8 {
            let column = (0..<257).map { found.floats[$0 * 8 + mel] }
            let peak = try #require(column.firstIndex(of: 1))
            #expect(column[..<peak].elementsEqual(column[..<peak].sorted()))
            #expect(column[peak...].elementsEqual(column[peak...].sorted(by: >)))
        }
    }

    @Test func `frequencies beyond the spectrum are refused`() {
        let sizes = [8, 512, 16000].map { Tensor([], elements: [Int64($0)]) }
        #expect(throws: OperatorError.self) { try compute("MelWeightMatrix", [:], sizes + [Tensor(scalar: 0), Tensor(scalar: 90000)]) }
        #expect(throws: OperatorError.self) { try compute("MelWeightMatrix", [:], sizes + [Tensor(scalar: .nan), Tensor(scalar: 8000)]) }
    }

    @Test func `a transform of millions of numbers is refused`() throws {
        let kind = try #require(OperatorCatalog.byName["DFT"])
        let inputs = [ValueInfo(.float32, [1, 4, 1]), ValueInfo(constant: Tensor([], elements: [Int64(9_043_969)]))]
        #expect(throws: OperatorError.attributeValue(name: "dft_length", value: "9043969", expected: "1 to 1048576")) {
            try kind.init(attributes: [:], operatorSet: 17).inferOutputs(inputs)
        }
    }
}
