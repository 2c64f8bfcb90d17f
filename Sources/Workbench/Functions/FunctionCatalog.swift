/// Every function that formulas can call.
package enum FunctionCatalog {
    /// In alphabetical order.
    package static let all: [Function] = [
        .mean
    ]

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    package static func function(named name: String) -> Function? { byName[name] }
}
