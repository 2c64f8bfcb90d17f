import Inference
import ModelFormats
import TestSupport
import Testing

/// Graphs that only somebody who means harm writes: each is refused by what is wrong with it, in little time and memory.
struct HostileGraphTests {
    private static func reading(_ nodes: [ONNXBytes], inputShape: [Int] = [1, 2, 4, 4], _ more: [ONNXBytes] = []) -> String? {
        let input = ONNXBytes.input("x", inputShape)
        let file = MappedFile(path: "hostile", contents: ONNXBytes.model(nodes + [input, .output("y")] + more).bytes)
        do {
            guard case .graph(let graph) = try ONNXFormat.read(file) else { return "weights" }
            _ = try Network(graph)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func relu(_ input: String, _ output: String) -> ONNXBytes { .node("Relu", [input], [output]) }

    @Test func `what stands in a hostile graph's place is read`() {
        #expect(Self.reading([Self.relu("x", "y")]) == nil)
    }

    @Test func `values that need one another are refused`() {
        #expect(Self.reading([Self.relu("z", "y"), Self.relu("y", "z")]) == "node 'y' depends on its own output")
        #expect(Self.reading([Self.relu("y", "y")]) == "node 'y' depends on its own output")
    }

    @Test func `values of one name are refused`() {
        #expect(Self.reading([Self.relu("x", "y"), Self.relu("x", "y")]) == "node 'y_2' computes 'y', which exists already")
        #expect(Self.reading([Self.relu("x", "x")])?.hasSuffix("computes 'x', which exists already") == true)
        #expect(Self.reading([.node("Split", ["x"], ["y", "y"])])?.hasSuffix("computes 'y', which exists already") == true)
        #expect(Self.reading([Self.relu("x", "y")], [.input("x", [1, 1])]) == "two inputs are named 'x'")
    }

    @Test func `what nothing computes is refused`() {
        #expect(Self.reading([Self.relu("nowhere", "y")]) == "node 'y' needs 'nowhere', which nothing computes")
        #expect(Self.reading([Self.relu("x", "z")]) == "nothing computes the output 'y'")
    }

    @Test func `sizes that nothing can have are refused`() {
        #expect(Self.reading([Self.relu("x", "y")], inputShape: [1, -2, 4, 4]) == "axis 1 of input 'x' is open")
        let large = "node 'x' computes 'x' of shape 4294967296x4294967296: more than 1073741824 elements"
        #expect(Self.reading([Self.relu("x", "y")], inputShape: [1 << 32, 1 << 32]) == large)
        let empty = Self.reading([Self.relu("x", "y")], inputShape: [0, 1 << 32, 1 << 32])
        #expect(empty == "node 'x' computes 'x' of shape 0x4294967296x4294967296: more than 1073741824 elements")
        let minimum = Self.reading([Self.relu("x", "y")], inputShape: [1, .min])
        #expect(minimum == "axis 1 of input 'x' is open")
        let many = [Int](repeating: 1, count: 100)
        #expect(Self.reading([Self.relu("x", "y")], inputShape: many) == "input 'x': more than 64 dimensions")
        let pads = ONNXBytes.node("Pad", ["x"], ["y"], ONNXBytes.attribute("pads", ints: [0, 0, .max, .max, 0, 0, .max, .max]))
        #expect(Self.reading([pads])?.hasPrefix("node 'y' (Pad): ") == true)
    }

    @Test func `a million nodes are refused`() {
        let nodes = ONNXBytes.repeated(Self.relu("x", "z"), count: 1_000_000)
        #expect(Self.reading([nodes]) == "not an ONNX file: more than 500000 nodes")
    }

    @Test func `a node of millions of attributes is refused`() {
        let attributes = ONNXBytes.repeated(ONNXBytes(field: 5, []), count: 3_000_000)
        #expect(Self.reading([.node("Relu", ["x"], ["y"], attributes)]) == "not an ONNX file: more than 2097152 parts of nodes")
    }

    @Test func `constants that take hours are refused`() {
        let nodes = [
            ONNXBytes.node("Constant", [], ["c"], .attribute("value_ints", ints: [1, 1, 2048, 2048])),
            .node("ConstantOfShape", ["c"], ["v"]), .node("MaxPool", ["v"], ["w"], .attribute("kernel_shape", ints: [1024, 1024])),
        ]
        let message = Self.reading(nodes + [Self.relu("x", "y")])
        #expect(message?.hasSuffix("the values that depend on no input take more memory or time than those of any network") == true)
    }

    @Test func `functions that call one another twice are refused`() {
        let functions = (0..<60).map { level in
            let call = ONNXBytes.call("F\(level + 1)", ["x"], [], field: 7)
            return ONNXBytes.function("F\(level)", ["x"], [], [call, call])
        }
        let last = ONNXBytes.function("F60", ["x"], [], [])
        let file = MappedFile(
            path: "hostile",
            contents: ONNXBytes.model([.call("F0", ["x"], []), .input("x", [1]), .output("x")], more: functions + [last]).bytes)
        let error = #expect(throws: ModelFormatError.self) { try ONNXFormat.read(file) }
        #expect(error?.description == "more than 1048576 nodes of functions")
    }
}
