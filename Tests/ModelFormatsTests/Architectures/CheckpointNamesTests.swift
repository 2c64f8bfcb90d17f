import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Files as training leaves them: names in front of names, things beside the weights, parts missing.
@Suite struct CheckpointNamesTests {
    private func name(of weights: StateDictionary) throws -> String { try ArchitectureCatalog.graph(for: weights).name }

    @Test(arguments: ["module.", "model.", "backbone.", "_orig_mod.", "net.", "module.model.", "_orig_mod.module.backbone."])
    func `a prefix that all names share does not matter`(prefix: String) throws {
        #expect(try name(of: blankWeights(of: "resnet18").renamed { prefix + $0 }) == "resnet18")
    }

    @Test func `a prefix that not all names share is no prefix`() throws {
        let weights = try blankWeights(of: "resnet18").renamed { $0 == "fc.bias" ? $0 : "module.\($0)" }
        #expect(throws: ArchitectureError.self) { try name(of: weights) }
    }

    @Test func `what training leaves beside the weights does not matter`() throws {
        var weights = try blankWeights(of: "resnet18").renamed { "module.\($0)" }
        for name in ["module.bn1.num_batches_tracked", "module.conv1.total_ops", "epoch", "n_averaged", "optimizer.state.0.step"] {
            weights[name] = Tensor([], elements: [Int64(1)])
        }
        weights["optimizer.state.0.exp_avg"] = blank([64, 3, 7, 7])
        weights["criterion.weight"] = blank([1000])
        #expect(try name(of: weights) == "resnet18")
    }

    @Test func `densely connected networks open under the names that they were first published with`() throws {
        let weights = try blankWeights(of: "densenet121").renamed { name in
            guard name.contains(".denselayer") else { return name }
            var parts = name.split(separator: ".").map(String.init)
            if let last = parts[3].popLast() { parts.insert(String(last), at: 4) }
            return parts.joined(separator: ".")
        }
        #expect(weights.names.contains("features.denseblock1.denselayer1.norm.1.weight"))
        #expect(try name(of: weights) == "densenet121")
    }

    @Test(arguments: [
        ("googlenet", ["aux1.conv.conv.weight", "aux1.fc1.bias", "aux2.fc2.weight"]),
        ("inception_v3", ["AuxLogits.conv0.conv.weight", "AuxLogits.fc.weight"]),
    ])
    func `auxiliary classifiers are left out`(architecture: String, auxiliaries: [String]) throws {
        var weights = try blankWeights(of: architecture)
        #expect(try name(of: weights) == architecture)
        for name in auxiliaries { weights[name] = blank([3, 5]) }
        #expect(try name(of: weights) == architecture)
    }

    @Test(arguments: [
        "resnet50", "vgg16_bn", "alexnet", "densenet121", "squeezenet1_1", "googlenet", "inception_v3", "mobilenet_v2",
        "mobilenet_v3_small",
        "efficientnet_b0", "shufflenet_v2_x1_0", "mnasnet1_0", "regnet_y_400mf", "convnext_tiny", "efficientnet-lite0", "cifar_resnet20",
    ])
    func `a network without its classifier ends with features`(architecture: String) throws {
        let heads = ["fc.", "classifier.", "_fc.", "linear."]
        let weights = try blankWeights(of: architecture).renamed { name in heads.contains { name.hasPrefix($0) } ? nil : name }
        let recognition = try ArchitectureCatalog.graph(for: weights)
        let (found, graph) = (recognition.name, recognition.graph)
        #expect(found == architecture)
        let declared = try #require(graph.inputs.first?.dimensions)
        let network = try Network(graph, inputShapes: ["input": Shape(zip(declared, [1, 3, 96, 96]).map { $0 ?? $1 })])
        let shape = try #require(network.values[network.outputs[0]]?.shape)
        #expect(shape.rank == 2 && shape[1] >= 64)
    }

    @Test func `half-precision weights are widened`() throws {
        for type in [ElementType.float16, .bfloat16, .float64] {
            var weights = StateDictionary()
            for name in try blankWeights(of: "lenet", classCount: 10).names {
                let shape = try #require(blankWeights(of: "lenet", classCount: 10)[name]?.shape)
                weights[name] = Tensor(shape, repeating: 0.5).converted(to: type)
            }
            let graph = try ArchitectureCatalog.graph(for: weights).graph
            let weight = try #require(graph.constants["conv1.weight"])
            #expect(weight.elementType == .float32 && weight.floats.allSatisfy { $0 == 0.5 })
        }
    }

    /// Extents and names as they come: whatever is answered, nothing traps.
    @Test func `no shape in a file stops the program`() throws {
        let shapes: [Shape] = [
            [], [0], [1], [Int.max, 0], [0, 3], [3, 0, 3, 3], [1 << 40, 0, 1, 1], [2, 1, 3, 3], [1, 1, 1, 1], [5, 7],
        ]
        var generator = SeededGenerator(seed: 5)
        for (index, architecture) in ArchitectureCatalog.families.compactMap({ $0.variants.first?.name }).enumerated() {
            var weights = try blankWeights(of: architecture)
            let names = weights.names
            for _ in 0..<1 + index % 3 {
                let name = try #require(names.randomElement(using: &generator))
                let shape = try #require(shapes.randomElement(using: &generator))
                weights[name] = blank(shape)
            }
            #expect(throws: ArchitectureError.self, "\(architecture)") { try name(of: weights) }
        }
    }

    @Test func `a block that is none is no EfficientNet`() throws {
        var weights = StateDictionary()
        for (name, shape) in [("features.0.0", [32, 3, 3, 3]), ("features.1.0.block.0.0", [32]), ("features.1.0", [8, 8])] {
            weights["\(name).weight"] = blank(Shape(shape))
        }
        #expect(throws: ArchitectureError.self) { try name(of: weights) }
    }
}
