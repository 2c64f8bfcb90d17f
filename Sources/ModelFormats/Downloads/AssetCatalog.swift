/// Every file that the program may fetch.
package enum AssetCatalog {
    package static let all: [Asset] =
        ModelCatalog.all.map(\.asset) + SampleCatalog.all.map(\.asset) + DataSetCatalog.all + [LabelSet.imageNetAsset]
}
