import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Reads fixtures and states what is in them.
enum ModelFiles {
    static func weights(_ name: String) throws -> StateDictionary {
        let contents = try ModelFormatCatalog.read(MappedFile(path: Fixtures.good(name)))
        guard case .weights(let weights) = contents else {
            Issue.record("'\(name)' holds a graph, not weights")
            return StateDictionary()
        }
        return weights
    }

    static func graph(_ name: String) throws -> Graph {
        let contents = try ModelFormatCatalog.read(MappedFile(path: Fixtures.good(name)))
        guard case .graph(let graph) = contents else {
            Issue.record("'\(name)' holds weights, not a graph")
            return Graph(name: "")
        }
        return graph
    }

    /// Whether a tensor has this shape and type and holds what all good fixtures do: 0, 0.5, 1 … or 0, 1, 2 … or false, true, false …
    static func expectNumbers(
        _ tensor: Tensor?, _ shape: Shape, _ elementType: ElementType = .float32, location: SourceLocation = #_sourceLocation
    ) throws {
        let tensor = try #require(tensor, sourceLocation: location)
        #expect(tensor.shape == shape, sourceLocation: location)
        #expect(tensor.elementType == elementType, sourceLocation: location)
        let expected = (0..<shape.elementCount).map { index in
            elementType == .bool ? Float(index % 2) : elementType.isFloatingPoint ? Float(index) * 0.5 : Float(index)
        }
        #expect(tensor.convertedToFloat32().floats == expected, sourceLocation: location)
    }
}
