import Exploration
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// The ledgers of whole networks add up to what the engine holds.
@Suite(.serialized) struct LedgerTests {
    /// Networks to look into, each with what it is fed.
    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        case digits, efficientNet, resNet50

        var testDescription: String { rawValue }

        func network() throws -> (network: Network, feed: Feed) {
            switch self {
            case .digits:
                let entry = try #require(ModelCatalog.entry(named: "digits"))
                return try bound(ModelLoader.load(entry, cache: AssetCache.standard()).graph, .random([1, 1, 28, 28], in: 0...1, seed: 1))
            case .efficientNet:
                guard case .weights(let golden) = try NPZFormat.read(MappedFile(path: Fixtures.good("efficientnet-lite0-chelsea.npz")))
                else {
                    throw MakingError.unreadable("efficientnet-lite0-chelsea.npz")
                }
                let entry = try #require(ModelCatalog.entry(named: "efficientnet-lite0"))
                do {
                    return try bound(ModelLoader.load(entry, cache: AssetCache.standard()).graph, try #require(golden["input"]))
                } catch let error as AssetError {
                    throw FetchFailure(name: entry.name, reason: "\(error)")
                }
            case .resNet50:
                let made = try MadeNetwork.resnet50.get()
                guard case .graph(let graph) = try ModelFormatCatalog.read(MappedFile(path: "\(made.folder)/resnet50.onnx")) else {
                    throw MakingError.unreadable("resnet50.onnx")
                }
                return try bound(graph, made.input)
            }
        }

        private func bound(_ graph: Graph, _ input: Tensor) throws -> (Network, Feed) {
            let name = try #require(graph.inputs.first { graph.constants[$0.name] == nil }).name
            return (try Network(graph, inputShapes: [name: input.shape]), Feed([name: input]))
        }
    }

    private func book(_ subject: Subject) throws -> LedgerBook {
        let (network, feed) = try subject.network()
        let engine = Engine(threadCount: 2)
        return LedgerBook(network) { try engine.run(network, feed: feed, wanted: $0).values }
    }

    @Test(arguments: Subject.allCases, [2026 as UInt64])
    func `a thousand random numbers are made anew from their terms`(subject: Subject, seed: UInt64) throws {
        let book = try book(subject)
        var generator = SeededGenerator(seed: seed)
        var worst = (residual: 0.0, unit: "")
        for _ in 0..<1000 {
            let layer = try #require(book.network.layers.all.randomElement(using: &generator))
            let element = Int.random(in: 0..<layer.outputShape.elementCount, using: &generator)
            let ledger = try book.ledger(of: NetworkUnit(value: layer.valueName, element: element))
            let residual = try #require(ledger.relativeResidual, "\(layer.name) (\(layer.operatorName)) is not made anew")
            if residual > worst.residual { worst = (residual, "\(layer.name), element \(element)") }
        }
        #expect(worst.residual < 1e-4, "\(worst.unit)")
    }

    @Test(arguments: [(Subject.efficientNet, [0, 281, 999]), (.resNet50, [0, 500, 999])])
    func `the ledger of a class adds up to its logit`(subject: Subject, classes: [Int]) throws {
        let book = try book(subject)
        let logits = try #require(book.network.outputs.first)
        for number in classes {
            let ledger = try ClassLedger(of: number, logits: logits, book: book)
            #expect(abs(ledger.residual) < 1e-4, "class \(number)")
            #expect(abs(ledger.map.floats.reduce(ledger.constant) { $0 + Double($1) } - ledger.logit) < 1e-4, "class \(number)")
            #expect(ledger.map.shape == [7, 7])
        }
    }
}
