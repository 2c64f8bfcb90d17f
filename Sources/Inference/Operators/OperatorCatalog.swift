/// Every operator the engine knows, alphabetically.
package enum OperatorCatalog {
    package static let all: [any Operator.Type] = [
        AveragePool.self,
        BatchNormalization.self,
        Conv.self,
        Gemm.self,
        GlobalAveragePool.self,
        GlobalMaxPool.self,
        MaxPool.self,
        Relu.self,
    ]

    package static let byName: [String: any Operator.Type] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
