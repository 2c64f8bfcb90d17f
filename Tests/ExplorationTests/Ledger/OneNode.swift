import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// A network of one operator on random numbers.
struct OneNode: Sendable, CustomTestStringConvertible {
    let operatorName: String
    var inputShapes: [Shape]
    var attributes: Attributes = [:]
    /// Inputs after those that are fed.
    var constants: [Tensor?] = []
    var operatorSet = 17
    var outputCount = 1
    var note = ""

    var testDescription: String { "\(operatorName) \(note)" }

    static let output = "y"

    /// The book of the network's ledgers, fed with random numbers.
    func book(seed: UInt64 = 5) throws -> (book: LedgerBook, values: [String: Tensor]) {
        var graph = Graph(name: operatorName, outputs: [Self.output], operatorSet: operatorSet)
        var feed: [String: Tensor] = [:]
        var names: [String] = []
        for (index, shape) in inputShapes.enumerated() {
            names.append("x\(index)")
            graph.inputs.append(GraphInput(name: "x\(index)", dimensions: shape.dimensions))
            feed["x\(index)"] = .random(shape, seed: seed + UInt64(index))
        }
        for (index, constant) in constants.enumerated() {
            names.append(constant == nil ? "" : "c\(index)")
            if let constant { graph.constants["c\(index)"] = constant }
        }
        let outputs = (0..<outputCount).map { $0 == 0 ? Self.output : "y\($0)" }
        graph.nodes.append(
            Node(name: "node", operatorName: operatorName, inputs: names, outputs: outputs, attributes: attributes))
        let network = try Network(graph)
        let engine = Engine(threadCount: 1)
        let fed = Feed(feed)
        let values = try engine.run(network, feed: fed, wanted: outputs).values.merging(feed) { $1 }
        return (LedgerBook(network) { try engine.run(network, feed: fed, wanted: $0).values }, values)
    }
}
