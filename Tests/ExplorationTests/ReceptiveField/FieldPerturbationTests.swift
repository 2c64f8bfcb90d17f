import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// Fields from the graph against what really changes a unit, for every unit of small networks.
@Suite struct FieldPerturbationTests {
    @Test func `dilated convolutions with skips`() throws {
        var sketch = GraphSketch([1, 1, 18, 18])
        let first = sketch.convolution("a", 3)
        sketch.convolution("b", 3, dilation: 2)
        sketch.add("Add", "sum", of: [sketch.last, first])
        sketch.convolution("c", 3, dilation: 3)
        sketch.add("Relu", "relu")
        sketch.convolution("d", 3, stride: 2, dilation: 2)
        #expect(try BruteForce.compare(sketch.graph, values: ["b", "sum", "d"]) > 50)
    }

    @Test func `branches that read a cross, and channels of their own`() throws {
        var sketch = GraphSketch([1, 1, 15, 15])
        let stem = sketch.convolution("stem", 1)
        let row = sketch.convolution("row", of: stem, kernel: [1, 7])
        let column = sketch.convolution("column", of: stem, kernel: [7, 1])
        let point = sketch.convolution("point", of: stem, 1)
        sketch.add("Concat", "concat", of: [row, column, point], ["axis": .int(1)], channels: 6)
        sketch.convolution("mix", 3, stride: 2, dilation: 2)
        #expect(try BruteForce.compare(sketch.graph, values: ["concat", "mix"]) > 50)

        let network = try sketch.network()
        let fields = FieldAnalysis(network)
        let truth = try BruteForce(network, axes: [2, 3], values: ["concat"])
        for (channel, count) in [(0, 7), (2, 7), (4, 1)] {
            let field = try fields.field(of: "concat", at: [7, 7], channel: channel)
            #expect(field.support.count == count)
            #expect(truth.places(of: "concat", axes: [2, 3], position: [7, 7], channel: channel).count == count)
        }
        #expect(try fields.field(of: "concat", at: [7, 7]).support.count == 13)
    }

    @Test func `a feature pyramid, whose fields depend on the phase`() throws {
        var sketch = GraphSketch([1, 1, 24, 24])
        let c1 = sketch.convolution("c1", 3, stride: 2)
        let c2 = sketch.convolution("c2", 3, stride: 2)
        let c3 = sketch.convolution("c3", 3, stride: 2)
        let top = sketch.convolution("l3", of: c3, 1)
        let up2 = sketch.upsample("u2", of: top)
        let p2 = sketch.add("Add", "m2", of: [sketch.convolution("l2", of: c2, 1), up2])
        let up1 = sketch.upsample("u1", of: p2)
        sketch.add("Add", "m1", of: [sketch.convolution("l1", of: c1, 1), up1])
        sketch.convolution("p1", 3)
        #expect(try BruteForce.compare(sketch.graph, values: ["m2", "m1", "p1"]) > 50)

        let fields = FieldAnalysis(try sketch.network())
        let merged = try #require(fields.summary(of: "m1"))
        #expect(merged.periods == [4, 4] && merged.jumps == [2, 2])
        #expect(fields.summary(of: "c3")?.periods == [1, 1])
        let smoothed = try #require(fields.summary(of: "p1"))
        #expect(smoothed.periods == [4, 4] && smoothed.jumps == [2, 2])
        #expect(smoothed.sizeRanges == [15...23, 15...23])
    }

    @Test(arguments: ["SAME_UPPER", "SAME_LOWER"])
    func `padding that is not the same on both sides`(auto: String) throws {
        var sketch = GraphSketch([1, 1, 17, 22])
        sketch.convolution("a", kernel: [3, 3], stride: [2, 2], auto: auto)
        sketch.convolution("b", kernel: [5, 4], stride: [2, 1], auto: auto)
        sketch.add(
            "MaxPool", "c", of: ["b"], ["kernel_shape": .ints([2, 3]), "strides": .ints([2, 2]), "auto_pad": .string(auto)])
        sketch.add(
            "MaxPool", "d", of: ["b"], ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2]), "ceil_mode": .int(1)])
        #expect(try BruteForce.compare(sketch.graph, values: ["a", "b", "c", "d"]) > 50)
    }

    @Test(arguments: [
        ("linear", "half_pixel", 2), ("linear", "align_corners", 2.5), ("cubic", "half_pixel", 2), ("nearest", "half_pixel", 1.5),
        ("linear", "asymmetric", 0.5),
    ])
    func `interpolation by its own coordinates`(mode: String, transformation: String, factor: Double) throws {
        var sketch = GraphSketch([1, 1, 8, 9])
        sketch.convolution("a", 3)
        sketch.upsample(
            "u", by: Float(factor), ["mode": .string(mode), "coordinate_transformation_mode": .string(transformation)])
        sketch.convolution("b", 3, dilation: 2)
        #expect(try BruteForce.compare(sketch.graph, values: ["u", "b"]) > 20)
    }

    @Test func `groups, shuffled channels and space to depth`() throws {
        var sketch = GraphSketch([1, 1, 12, 12])
        sketch.add("SpaceToDepth", "s2d", ["blocksize": .int(2)], channels: 4)
        sketch.convolution("grouped", 3, group: 4, channels: 4)
        sketch.add("Reshape", "split", of: ["grouped", sketch.integers("split.shape", [1, 2, 2, 6, 6])])
        sketch.add("Transpose", "swap", ["perm": .ints([0, 2, 1, 3, 4])])
        sketch.add("Reshape", "shuffled", of: ["swap", sketch.integers("merge.shape", [1, 4, 6, 6])], channels: 4)
        sketch.convolution("again", 3, group: 2, channels: 4)
        sketch.add("DepthToSpace", "d2s", ["blocksize": .int(2), "mode": .string("CRD")], channels: 1)
        sketch.convolution("last", 3)
        #expect(try BruteForce.compare(sketch.graph, values: ["s2d", "shuffled", "d2s", "last"]) > 50)

        let network = try sketch.network()
        let truth = try BruteForce(network, axes: [2, 3], values: ["again"])
        for channel in 0..<4 {
            let field = try FieldAnalysis(network).field(of: "again", at: [2, 3], channel: channel)
            #expect(truth.places(of: "again", axes: [2, 3], position: [2, 3], channel: channel).count == field.support.count)
        }
    }

    @Test func `channels last at the input`() throws {
        var sketch = GraphSketch([1, 14, 15, 3])
        sketch.add("Transpose", "nchw", ["perm": .ints([0, 3, 1, 2])], channels: 3)
        sketch.convolution("a", 3, stride: 2)
        sketch.add(
            "Pad", "reflected", of: ["a", sketch.integers("pads", [0, 0, 2, 1, 0, 0, 0, 1])], ["mode": .string("reflect")])
        sketch.convolution("b", 3, pad: 0)
        #expect(try BruteForce.compare(sketch.graph, axes: [1, 2], values: ["a", "reflected", "b"], unitAxes: [2, 3]) > 50)
        #expect(FieldAnalysis(try sketch.network()).spatialAxes(ofInput: "x") == [1, 2])
    }

    @Test func `sequences`() throws {
        var sketch = GraphSketch([1, 2, 40])
        let first = sketch.convolution("a", kernel: [3], dilation: [2])
        sketch.convolution("b", kernel: [4], stride: [3], dilation: [1], pads: [2, 0])
        sketch.convolution("c", of: first, kernel: [2], dilation: [5], pads: [5, 0])
        #expect(try BruteForce.compare(sketch.graph, axes: [2], values: ["a", "b", "c"]) > 50)
        #expect(FieldAnalysis(try sketch.network()).summary(of: "c")?.scale == 6)
    }

    @Test func `strides beyond all measure only meet a limit`() throws {
        var sketch = GraphSketch([1, 1, 1, 1])
        for layer in 0..<8 {
            sketch.convolution(
                "conv\(layer)", kernel: [2, 1], stride: [1 << 20, 1 << 20], dilation: [1 << 20, 1], pads: [1 << 20, 0, 0, 0])
        }
        sketch.add("Reshape", "flat", of: ["conv7", sketch.integers("shape", [1, 2])])
        let fields = FieldAnalysis(try sketch.network())
        for value in ["conv1", "conv2", "conv7", "flat"] {
            let summary = try #require(fields.summary(of: value))
            #expect(summary.sizes.allSatisfy { $0 > 0 && $0 <= 1 << 42 })
            #expect(try fields.field(of: value).paddingShare <= 1)
        }
    }

    @Test func `volumes`() throws {
        var sketch = GraphSketch([1, 1, 6, 7, 8])
        sketch.convolution("a", kernel: [3, 1, 3], stride: [1, 2, 1], dilation: [2, 1, 1], pads: [2, 0, 1, 2, 0, 0])
        sketch.convolution("b", kernel: [1, 3, 2], stride: [2, 1, 2], pads: [0, 1, 0, 0, 1, 0])
        #expect(try BruteForce.compare(sketch.graph, axes: [2, 3, 4], values: ["a", "b"]) > 50)
        let summary = try #require(FieldAnalysis(try sketch.network()).summary(of: "b"))
        #expect(summary.sizes == [5, 5, 4] && summary.jumps == [2, 2, 2])
    }

    @Test func `everything behind global pooling, and what it weighs`() throws {
        var sketch = GraphSketch([1, 1, 9, 9])
        let maps = sketch.convolution("a", 3)
        sketch.add("GlobalAveragePool", "pooled")
        sketch.convolution("weights", 1)
        sketch.add("Mul", "weighed", of: [maps, sketch.last])
        sketch.add("Flatten", "flat", of: [sketch.pool("small", of: maps, 3, stride: 3)])
        sketch.constant("dense", Tensor.random([18, 4], in: 0.5...1.5, seed: 3))
        sketch.add("MatMul", "classes", of: ["flat", "dense"], channels: 4)
        #expect(try BruteForce.compare(sketch.graph, values: ["pooled", "weighed", "classes"]) > 50)
        let fields = FieldAnalysis(try sketch.network())
        #expect(fields.summary(of: "pooled")?.sizes == [11, 11])
        #expect(fields.summary(of: "classes")?.jumps == [0, 0])
    }
}
