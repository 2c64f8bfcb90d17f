import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// What single operators read, against what changes their outputs.
@Suite struct OperatorReadingTests {
    /// A network of one node over maps `[1, 4, 5, 6]`.
    private func graph(_ operatorName: String, _ attributes: Attributes, _ constants: [Tensor], operatorSet: Int) -> Graph {
        var graph = Graph(name: "one", operatorSet: operatorSet)
        graph.inputs = [GraphInput(name: "x", dimensions: [1, 4, 5, 6])]
        for (index, tensor) in constants.enumerated() { graph.constants["c\(index)"] = tensor }
        graph.nodes = [
            Node(
                name: "y", operatorName: operatorName, inputs: ["x"] + constants.indices.map { "c\($0)" }, outputs: ["y"],
                attributes: attributes)
        ]
        graph.outputs = ["y"]
        return graph
    }

    private static func integers(_ numbers: [Int64]) -> Tensor { Tensor([numbers.count], elements: numbers) }
    private static let vector = Tensor([4], [1, 2, 3, 4])
    /// Cosines and sines for 5 positions of 3 pairs.
    private static let turns = (Tensor([1, 5, 3], repeating: 0.6), Tensor([1, 5, 3], repeating: 0.8))

    @Test(
        arguments: [
            ("Relu", [:], []), ("Sigmoid", [:], []), ("LeakyRelu", [:], []), ("Softplus", [:], []), ("Identity", [:], []),
            ("Sqrt", [:], []),
            ("HardSwish", [:], []), ("Gelu", [:], []), ("Dropout", [:], []), ("Cast", ["to": .int(1)], []),
            ("Clip", [:], [Tensor(scalar: 0), Tensor(scalar: 100)]), ("PRelu", [:], [Tensor([4, 1, 1], [1, 2, 3, 4])]),
            ("Add", [:], [Tensor([4, 1, 1], [1, 2, 3, 4])]), ("Mul", [:], [Tensor(scalar: 2)]), ("Pow", [:], [Tensor(scalar: 2)]),
            ("Max", [:], [Tensor(scalar: 0)]), ("Expand", [:], [integers([1, 4, 5, 6])]),
            ("BatchNormalization", [:], [vector, vector, vector, vector]), ("InstanceNormalization", [:], [vector, vector]),
            ("LRN", ["size": .int(3), "alpha": .float(0.5)], []), ("LpNormalization", ["axis": .int(2)], []),
            ("MeanVarianceNormalization", [:], []), ("LayerNormalization", ["axis": .int(-1)], [Tensor([6], repeating: 1)]),
            ("Softmax", ["axis": .int(1)], []), ("Softmax", ["axis": .int(3)], []), ("LogSoftmax", ["axis": .int(2)], []),
            ("ReduceMean", ["axes": .ints([3])], []), ("ReduceMean", ["axes": .ints([2, 3]), "keepdims": .int(0)], []),
            ("ReduceSum", [:], [integers([2])]), ("ReduceMax", ["axes": .ints([1])], []), ("GlobalAveragePool", [:], []),
            ("GlobalMaxPool", [:], []), ("Transpose", ["perm": .ints([0, 1, 3, 2])], []), ("Transpose", ["perm": .ints([0, 3, 2, 1])], []),
            ("Flatten", [:], []), ("Reshape", [:], [integers([1, 4, 30])]), ("Reshape", [:], [integers([1, 2, 2, 5, 6])]),
            ("Unsqueeze", [:], [integers([2])]), ("SpaceToDepth", ["blocksize": .int(1)], []),
            ("Slice", [:], [integers([1]), integers([5]), integers([3]), integers([2])]),
            ("Slice", [:], [integers([-1]), integers([-100]), integers([2]), integers([-2])]),
            ("Pad", ["mode": .string("edge")], [integers([0, 0, 1, 2, 0, 0, 2, 1])]),
            ("Pad", [:], [integers([0, 0, -1, 2, 0, 0, 2, -1])]), ("Pad", ["mode": .string("wrap")], [integers([0, 0, 1, 0, 0, 0, 2, 1])]),
            ("Tile", [:], [integers([1, 1, 2, 1])]), ("Gather", ["axis": .int(2)], [integers([3, 0, 0, -1])]),
            ("Einsum", ["equation": .string("bchw,wv->bcvh")], [Tensor.random([6, 3], in: 1...2, seed: 3)]),
            ("RMSNormalization", ["axis": .int(-1)], [Tensor([6], repeating: 1)]), ("RotaryEmbedding", [:], [turns.0, turns.1]),
            ("Upsample", [:], [Tensor([4], [1, 1, 2, 3])]), ("DepthToSpace", ["blocksize": .int(2)], []),
            ("LpPool", ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])], []), ("Shrink", [:], []),
            ("CenterCropPad", ["axes": .ints([2, 3])], [integers([3, 9])]),
            (
                "ConvTranspose", ["strides": .ints([2, 1]), "pads": .ints([1, 0, 0, 2])], [Tensor.random([4, 3, 3, 2], in: 1...2, seed: 1)]
            ),
            (
                "ConvTranspose", ["strides": .ints([1, 2]), "dilations": .ints([2, 1]), "group": .int(2)],
                [Tensor.random([4, 1, 2, 3], in: 1...2, seed: 2)]
            ), ("AveragePool", ["kernel_shape": .ints([2, 3]), "strides": .ints([2, 1]), "pads": .ints([1, 0, 0, 1])], []),
        ] as [(String, Attributes, [Tensor])])
    func `an operator reads what changes its output`(name: String, attributes: Attributes, constants: [Tensor]) throws {
        let set = ["MeanVarianceNormalization": 13, "Upsample": 9, "Gelu": 20, "Pad": 19][name] ?? 17
        let graph = graph(name, attributes, constants, operatorSet: set)
        let network = try Network(graph)
        let fields = FieldAnalysis(network)
        // Larger steps would saturate some of these, smaller ones hide behind a maximum.
        let truth = try BruteForce(network, axes: [2, 3], values: ["y"], step: 3)
        let shape = try #require(network.values["y"]?.shape)
        let axes = (0..<shape.rank).filter { !fields.spatialExtents(of: "y").isEmpty && fields.spatialAxes(of: "y").contains($0) }
        let extents = axes.map { shape[$0] }
        for unit in 0..<Shape(extents).elementCount {
            let position = BruteForce.coordinates(of: unit, in: extents)
            let field = try fields.field(of: "y", at: position)
            let found = truth.places(of: "y", axes: axes, position: position)
            let expected = Set((0..<30).filter { field.support.contains([$0 / 6, $0 % 6]) })
            #expect(found == expected && field.isExact, "\(name)@\(position)")
        }
    }

    @Test func `of an operator without a rule everything is taken, and that is said`() throws {
        let network = try Network(graph("CumSum", [:], [Tensor([], elements: [Int64(3)])], operatorSet: 17))
        let field = try FieldAnalysis(network).field(of: "y")
        #expect(field.unknownOperators == ["y"] && !field.isExact)
        #expect(field.support.count == 30)
    }

    @Test func `every operator of the networks in the catalog has a rule`() throws {
        let silent: Set<String> = [
            "CumSum", "GatherElements", "GatherND", "OneHot", "TopK", "Constant", "ConstantOfShape", "Range", "Col2Im", "DeformConv",
            "GridSample", "MaxRoiPool", "MaxUnpool", "NonMaxSuppression", "RoiAlign",
        ]
        let info = ValueInfo(.float32, [1, 4, 6, 6])
        let open: Set<String> = [
            "Attention", "BitShift", "BlackmanWindow", "Compress", "DFT", "Det", "Einsum", "HammingWindow", "HannWindow", "If", "Loop",
            "MelWeightMatrix", "Multinomial", "NegativeLogLikelihoodLoss", "NonZero", "RandomNormal", "RandomNormalLike", "RandomUniform",
            "RandomUniformLike", "STFT", "Scan", "Scatter", "ScatterElements", "ScatterND", "SoftmaxCrossEntropyLoss", "StringConcat",
            "StringNormalizer", "StringSplit", "TensorScatter", "Unique", "ai.onnx.preview.training:Gradient",
        ]
        for kind in OperatorCatalog.all where !silent.contains(kind.name) && !open.contains(kind.name) {
            #expect(Self.hasOwnRule(kind, info), "\(kind.name)")
        }
    }

    /// Whether a node of the operator, made with attributes that suit many, answers for its first input.
    private static func hasOwnRule(_ kind: any Operator.Type, _ info: ValueInfo) -> Bool {
        let attributes: Attributes = [
            "kernel_shape": .ints([1, 1]), "axis": .int(1), "blocksize": .int(1), "size": .int(1), "num_groups": .int(2), "to": .int(1),
            "perm": .ints([0, 1, 2, 3]), "num_outputs": .int(1),
        ]
        guard
            let made = try? kind.init(
                node: Node(name: "n", operatorName: kind.name, inputs: ["x"], outputs: ["y"], attributes: attributes), operatorSet: 18)
        else { return false }
        let four = ValueInfo(constant: Tensor([4], repeating: 1))
        let weights = ValueInfo(constant: Tensor([4, 4, 1, 1], repeating: 1))
        let zeros = ValueInfo(constant: Tensor([8], elements: [Int64](repeating: 0, count: 8)))
        let one = ValueInfo(constant: Tensor([1], elements: [Int64(0)]))
        let candidates: [[ValueInfo?]] = [
            [info], [info, info], [info, info, info], [info, weights], [info, four, four, four, four], [info, zeros],
            [info, one, one, one],
            [info, nil, four], [info, four], [info, nil, nil, weights], [info, ValueInfo(constant: Self.integers([1, 4, 6, 6]))],
            [ValueInfo(.float32, [1, 4]), ValueInfo(.float32, [4, 4])],
        ]
        return candidates.contains { made.reading(of: 0, for: 0, inputs: $0, outputs: [info]) != nil }
    }
}
