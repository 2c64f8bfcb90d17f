import Inference
import Tensors
import TestSupport
import Testing

/// A node alone in a network, differentiated forward by central differences in float64 and backward by the engine.
///
/// The loss is the sum of the outputs, each element times a random number.
struct GradientCheck {
    let row: GradientCase
    private let inputs: [Tensor?]
    private let step = 1e-5

    init(_ row: GradientCase, seed: UInt64) {
        self.row = row
        inputs = row.tensors(seed: seed)
    }

    private func valueName(_ index: Int) -> String { "input \(index)" }
    private func outputName(_ index: Int) -> String { "output \(index)" }

    // MARK: The engine's gradient

    /// The network of the one node, its variables of a type; `nil` where the operator is not for that type.
    func network(_ type: ElementType) -> Network? {
        var graph = Graph(name: row.operatorName, outputs: [outputName(0)], operatorSet: row.operatorSet)
        for (index, input) in inputs.enumerated() {
            guard let input else { continue }
            if row.variables.contains(index) {
                graph.inputs.append(GraphInput(name: valueName(index), elementType: type, dimensions: input.shape.dimensions))
            } else {
                graph.constants[valueName(index)] = input.elementType == .float32 ? input.inType(type) : input
            }
        }
        graph.nodes = [
            Node(
                name: "node", operatorName: row.operatorName, inputs: inputs.indices.map { inputs[$0] == nil ? "" : valueName($0) },
                outputs: (0..<row.outputCount).map(outputName), attributes: row.attributes)
        ]
        return try? Network(graph)
    }

    private func feed(_ type: ElementType) -> Feed {
        Feed(
            Dictionary(
                uniqueKeysWithValues: row.variables.compactMap { index in inputs[index].map { (valueName(index), $0.inType(type)) } }))
    }

    private func seeds(_ network: Network, _ type: ElementType) -> [String: Tensor] {
        let outputs = (0..<row.outputCount).map(outputName).filter { network.values[$0]?.elementType.isFloatingPoint ?? false }
        return Dictionary(
            uniqueKeysWithValues: outputs.enumerated().map { index, name in
                (name, Tensor.random(network.values[name]?.shape ?? [], seed: 77 + UInt64(index)).inType(type))
            })
    }

    /// The gradient of each variable at ``places(of:)``, by the engine.
    func gradients(_ network: Network, _ type: ElementType, threadCount: Int) throws -> [[Double]] {
        let run = try Engine(threadCount: threadCount).gradient(
            network, feed: feed(type), of: seeds(network, type), withRespectTo: row.variables.map(valueName))
        return try row.variables.map { index in
            let gradient = try #require(run.gradients[valueName(index)])
            #expect(gradient.shape == inputs[index]?.shape)
            #expect(gradient.elementType == type)
            return places(of: index).map { gradient.doubles[$0] }
        }
    }

    // MARK: Central differences

    /// The outputs in float64 of float64 inputs.
    private func forward(_ inputs: [Tensor?]) throws -> [Tensor] {
        if let reference = row.reference { return try reference(inputs) }
        return try compute(row.operatorName, row.attributes, inputs, operatorSet: row.operatorSet, outputCount: row.outputCount)
    }

    /// The greatest difference between the reference and the operator in float32, relative to the greatest output.
    func referenceError() throws -> Double {
        let own = try compute(row.operatorName, row.attributes, inputs, operatorSet: row.operatorSet, outputCount: row.outputCount)
        let exact = try forward(inputs.map { $0?.inType(.float64) })
        #expect(own.count >= exact.count && own[0].shape == exact[0].shape)
        return zip(own, exact).filter { $0.0.elementType.isFloatingPoint }.map { $0.doubles.greatestDifference(to: $1.doubles) }.max()
            ?? .infinity
    }

    /// Some places of each variable, spread evenly: all where there are few.
    func places(of index: Int) -> [Int] {
        let count = inputs[index]?.elementCount ?? 0
        return count <= 30 ? Array(0..<count) : (0..<30).map { $0 * count / 30 }
    }

    /// The gradient of each variable at ``places(of:)``, by central differences of the loss.
    func differences(_ network: Network) throws -> [[Double]] {
        let seeds = seeds(network, .float64)
        let exact = inputs.map { $0?.inType(.float64) }
        func loss(_ index: Int, _ numbers: [Double]) throws -> Double {
            var changed = exact
            changed[index] = Tensor(try #require(exact[index]).shape, elements: numbers)
            let outputs = try forward(changed)
            return outputs.enumerated().reduce(0) { sum, output in
                guard let seed = seeds[outputName(output.offset)] else { return sum }
                return sum + zip(output.element.doubles, seed.doubles).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        return try row.variables.map { index in
            let numbers = try #require(exact[index]).doubles
            return try places(of: index).map { place in
                var (above, below) = (numbers, numbers)
                above[place] += step
                below[place] -= step
                return try (loss(index, above) - loss(index, below)) / (2 * step)
            }
        }
    }
}

extension Tensor {
    /// A copy of the elements of a floating-point tensor.
    var doubles: [Double] { elementType == .float64 ? array(of: Double.self) : floats.map(Double.init) }

    /// A float32 tensor's numbers in float32 or float64; any other tensor as it is.
    func inType(_ type: ElementType) -> Tensor {
        type == .float64 && elementType == .float32 ? Tensor(shape, elements: floats.map(Double.init)) : self
    }
}

extension [Double] {
    /// The greatest difference, relative to the greatest magnitude of the others, or to a thousandth where all are smaller.
    func greatestDifference(to others: [Double]) -> Double {
        guard count == others.count else { return .infinity }
        let greatest = others.reduce(1e-3) { Swift.max($0, abs($1)) }
        return zip(self, others).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1) / greatest
            return difference.isNaN ? .infinity : Swift.max(largest, difference)
        }
    }
}
