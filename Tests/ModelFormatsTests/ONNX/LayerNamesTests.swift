import ModelFormats
import Testing

struct LayerNamesTests {
    struct Case: CustomTestStringConvertible {
        let exporter: String
        let nodes: [LayerNames.Node]
        let names: [String]
        var testDescription: String { exporter }
    }

    private static func paths(_ names: [String]) -> [LayerNames.Node] {
        names.map { name in
            let operation = name.split(separator: "/").last.map(String.init) ?? ""
            return LayerNames.Node(name: name, operatorName: operation, output: name + "_output_0")
        }
    }

    static let cases = [
        Case(
            exporter: "a residual network from PyTorch",
            nodes: paths([
                "/conv1/Conv", "/relu/Relu", "/maxpool/MaxPool", "/layer1/layer1.0/conv1/Conv", "/layer1/layer1.0/relu/Relu",
                "/layer1/layer1.0/relu_1/Relu", "/layer1/layer1.0/downsample/downsample.0/Conv", "/layer1/layer1.0/Add", "/Flatten",
                "/fc/Gemm",
            ]),
            names: [
                "conv1", "relu", "maxpool", "layer1.0.conv1", "layer1.0.relu", "layer1.0.relu_1", "layer1.0.downsample.0", "layer1.0.add",
                "flatten", "fc",
            ]),
        Case(
            exporter: "nested sequential modules from PyTorch",
            nodes: paths([
                "/features/features.0/features.0.0/Conv", "/features/features.1/conv/conv.0/conv.0.0/Conv", "/classifier/classifier.1/Gemm",
            ]),
            names: ["features.0.0", "features.1.conv.0.0", "classifier.1"]),
        Case(
            exporter: "modules of several nodes from PyTorch",
            nodes: paths(["/act/Sigmoid", "/act/Mul", "/block/fc/MatMul", "/block/fc/Add", "/block/Add", "/block/Add_1"]),
            names: ["act.sigmoid", "act", "block.fc.matmul", "block.fc", "block.add", "block.add_1"]),
        Case(
            exporter: "PyTorch's exporter by torch.export",
            nodes: [
                LayerNames.Node(name: "node_conv2d", operatorName: "Conv", output: "conv2d", parameters: ["layer1.0.conv1.weight"]),
                LayerNames.Node(name: "node_relu_3", operatorName: "Relu", output: "relu_3"),
                LayerNames.Node(name: "node_linear", operatorName: "Gemm", output: "linear", parameters: ["fc.weight", "fc.bias"]),
            ], names: ["layer1.0.conv1", "relu_3", "fc"]),
        Case(
            exporter: "an exporter with names of its own",
            nodes: [
                LayerNames.Node(name: "Conv_0", operatorName: "Conv", output: "12"),
                LayerNames.Node(name: "model/block/Relu", operatorName: "Relu", output: "13"),
            ], names: ["Conv_0", "model/block/Relu"]),
        Case(
            exporter: "an exporter that repeats names",
            nodes: (0..<3).map { LayerNames.Node(name: "layer", operatorName: $0 == 1 ? "Relu" : "Conv", output: "v\($0)") },
            names: ["conv", "relu", "conv_2"]),
        Case(
            exporter: "an exporter without names",
            nodes: [
                LayerNames.Node(name: "", operatorName: "Conv", output: "conv1_1"),
                LayerNames.Node(name: "", operatorName: "Relu", output: "17"),
                LayerNames.Node(name: "", operatorName: "If", output: ""),
            ], names: ["conv1_1", "relu_17", "if"]),
        Case(
            exporter: "hostile",
            nodes: paths(["/", "//", "/a//b", "/relu/Relu", "/relu/Relu", "relu_2", "/" + String(repeating: "x/", count: 200)]),
            names: ["/", "//", "/a//b", "relu.relu", "relu", "relu_2", "/" + String(repeating: "x/", count: 200)]),
    ]

    @Test(arguments: cases)
    func `names are short, unique and the framework's own`(_ example: Case) {
        #expect(LayerNames(example.nodes).names == example.names)
    }

    @Test func `many nodes of one name are told apart in good time`() {
        let nodes = [LayerNames.Node](repeating: LayerNames.Node(name: "same", operatorName: "Conv", output: ""), count: 100_000)
        #expect(Set(LayerNames(nodes).names).count == nodes.count)
    }
}
