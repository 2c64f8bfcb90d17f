import Inference
import Tensors
import TestSupport
import Testing

/// Whatever a file says, an operator either refuses or computes what it announced.
struct HostileNodeTests {
    private static let integers = [
        Int.min, Int.min + 1, -1 << 32, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 1 << 31, 1 << 62, Int.max - 1, Int.max,
    ]
    private static let numbers: [Float] = [0, 1, -1, 0.5, 2, 1e-30, 1e30, .infinity, -.infinity, .nan]
    private static let words = [
        "constant", "reflect", "edge", "wrap", "nearest", "linear", "cubic", "bilinear", "zeros", "border", "reflection", "max",
        "half_pixel", "DCR", "CRD", "SAME_UPPER", "tanh", "none", "align_corners",
        "tf_crop_and_resize", "not_larger", "",
    ]
    private static let integerAttributes = [
        "axis", "blocksize", "k", "keepdims", "to", "num_groups", "size", "fmod", "allowzero", "start", "end", "upper", "batch_dims",
        "num_outputs", "exclusive", "reverse", "select_last_index", "largest", "noop_with_empty_axes", "p", "exclude_outside", "antialias",
        "offset_group", "output_height", "output_width", "sampling_ratio", "dtype", "output_dtype", "block_size", "saturate",
        "channels_last",
        "center_point_box", "storage_order", "align_corners", "opset", "broadcast", "group", "ceil_mode", "count_include_pad", "transA",
        "transB", "value_int", "detect_negative", "is_case_sensitive", "maxsplit",
    ]
    private static let listAttributes = [
        "axes", "perm", "pads", "paddings", "split", "starts", "ends", "shape", "kernel_shape", "strides", "dilations", "value_ints",
        "output_padding", "output_shape", "pooled_shape",
    ]

    private struct Generator {
        var random: SeededGenerator

        mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
        mutating func integer() -> Int { chance(4) ? pick(HostileNodeTests.integers) : Int.random(in: -3...4, using: &random) }
        mutating func integers(_ limit: Int = 5) -> [Int] { (0..<Int.random(in: 0...limit, using: &random)).map { _ in integer() } }

        mutating func attributes() -> Attributes {
            var attributes: Attributes = [:]
            for name in integerAttributes where chance(5) { attributes[name] = .int(integer()) }
            for name in listAttributes where chance(5) { attributes[name] = .ints(integers()) }
            for name in ["mode", "coordinate_transformation_mode", "auto_pad", "approximate", "keep_aspect_ratio_policy", "padding_mode"]
            where chance(4) {
                attributes[name] = .string(pick(words))
            }
            for name in ["alpha", "beta", "bias", "lambd", "spatial_scale", "epsilon", "value", "cubic_coeff_a"] where chance(4) {
                attributes[name] = .float(pick(numbers))
            }
            if chance(4) { attributes["scales"] = .floats((0..<4).map { _ in pick(numbers) }) }
            if chance(6) { attributes["value"] = .tensor(tensor()) }
            if chance(4) { attributes["stopwords"] = .strings([pick(words), "a", ""]) }
            if chance(4) { attributes["case_change_action"] = .string(pick(["LOWER", "UPPER", "NONE", "none"])) }
            if chance(4) { attributes["delimiter"] = .string(pick(["", "a", " ", ".."])) }
            return attributes
        }

        /// A first input, and others that go with it more often than not: of its type and shape, for its channels, one number, or
        /// integers for its axes.
        mutating func inputs() -> [Tensor?] {
            let first = tensor()
            let rank = first.shape.rank
            let others = (0..<Int.random(in: 0...4, using: &random)).map { _ -> Tensor? in
                switch Int.random(in: 0..<9, using: &random) {
                case 0: return nil
                case 1: return tensor()
                case 2: return first
                case 3: return Tensor([rank > 1 ? first.shape[1] : 1], repeating: 0.5)
                case 4: return Tensor(scalar: pick(numbers))
                case 5: return Tensor([], elements: [Int64(integer())])
                case 6: return Tensor([rank], (0..<rank).map { _ in pick([1, 2, 0.5]) })
                case 7: return .integers((0..<2 * rank).map { _ in Int.random(in: -1...2, using: &random) })
                default: return .integers((0..<rank).map { _ in integer() })
                }
            }
            return [first] + others
        }

        /// Numbers of a type that is only stored, of any bits.
        mutating func stored(_ shape: Shape) -> Tensor {
            let storage = TensorStorage(byteCount: shape.elementCount)
            for index in 0..<shape.elementCount { storage.bytes[index] = UInt8.random(in: 0...255, using: &random) }
            return Tensor(shape: shape, elementType: pick(ElementType.allCases.filter(\.isStorageOnly)), storage: storage)
        }

        private static let texts = ["", "a", "A b", "b", "1", "-2.5", "1e400", "\u{E9}", "e\u{301}", "99999999999999999999"]

        mutating func tensor() -> Tensor {
            let shape = Shape(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in chance(8) ? 0 : Int.random(in: 1...4, using: &random) })
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4: return Tensor(shape, (0..<shape.elementCount).map { _ in pick(numbers) })
            case 4: return Tensor.integers(integers())
            case 5: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in Int64(integer()) })
            case 6: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in Int32(truncatingIfNeeded: integer()) })
            case 7: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in UInt8(truncatingIfNeeded: integer()) })
            case 8: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in Int8(truncatingIfNeeded: integer()) })
            case 9: return stored(shape)
            case 10: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in InternedText(pick(Self.texts)) ?? .empty })
            default: return Tensor(shape, elements: (0..<shape.elementCount).map { _ in chance(2) })
            }
        }
    }

    @Test(arguments: OperatorCatalog.byName.keys.sorted())
    func `a node of random settings and inputs is refused or computed as announced`(_ name: String) throws {
        for seed in 0..<300 as Range<UInt64> {
            var generator = Generator(random: SeededGenerator(seed: seed))
            let attributes = generator.chance(3) ? [:] : generator.attributes()
            let inputs = generator.inputs()
            let operatorSet = generator.pick([1, 6, 7, 9, 10, 11, 12, 13, 18, 21])
            try Self.check(name, attributes, inputs, operatorSet, seed: seed)
        }
    }

    private static func check(_ name: String, _ attributes: Attributes, _ inputs: [Tensor?], _ operatorSet: Int, seed: UInt64) throws {
        let kind = try #require(OperatorCatalog.byName[name])
        let node = Node(name: name, operatorName: name, inputs: [], outputs: ["y"], attributes: attributes)
        guard let implementation = try? kind.init(node: node, operatorSet: operatorSet),
            let inferred = try? implementation.inferOutputs(inputs.map { input in input.map { ValueInfo(constant: $0) } }),
            inferred.allSatisfy({ ($0.shape.checkedElementCount ?? .max) < 1 << 16 }),
            let outputs = try? implementation.run(inputs, in: RunContext())
        else { return }
        for (info, output) in zip(inferred, outputs) {
            #expect(info.elementType == output.elementType, "seed \(seed), operator set \(operatorSet)")
            #expect(info.shape == output.shape, "seed \(seed), operator set \(operatorSet)")
        }
    }
}
