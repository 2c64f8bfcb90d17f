import ModelFormats
import Tensors
import Testing

/// A tensor whose numbers do not matter.
func blank(_ shape: Shape) -> Tensor { Tensor(shape) { _ in } }

/// Every parameter that an architecture asks for, with numbers that do not matter.
func blankWeights(of name: String, classCount: Int = 1000) throws -> StateDictionary {
    let architecture = try #require(ArchitectureCatalog.all.first { $0.name == name })
    var builder = GraphBuilder(name: name, weights: StateDictionary())
    _ = architecture.build(with: &builder)
    var weights = StateDictionary()
    for difference in builder.differences {
        guard case .missing(let name, var shape) = difference else { continue }
        // A classifier that no file describes tells one class; nothing else has a single output.
        if shape[0] == 1 { shape.dimensions[0] = classCount }
        weights[name] = blank(shape)
    }
    return weights
}

extension StateDictionary {
    /// The same tensors under other names; `nil` leaves one out.
    func renamed(_ name: (String) -> String?) -> StateDictionary {
        var result = StateDictionary()
        for old in names {
            if let new = name(old) { result[new] = self[old] }
        }
        return result
    }
}
