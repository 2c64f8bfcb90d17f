import Inference
import Tensors

/// What an operator answers when it is asked with inputs that suit many.
enum OperatorProbe {
    struct Answers {
        let types: String
        let hasFieldRule: Bool
    }

    static func answers(of kind: any Operator.Type) -> Answers {
        let made = attributes.compactMap { attributes in
            try? kind.init(
                node: Node(name: "n", operatorName: kind.name, inputs: [], outputs: ["y"], attributes: attributes), operatorSet: 21)
        }
        let types = ElementType.allCases.filter { type in made.contains { operation in accepts(operation, type) } }
        let hasFieldRule = made.contains { operation in
            candidates(.float32).contains { inputs in hasRule(operation, inputs) }
                || candidates(.uint8).contains { inputs in hasRule(operation, inputs) }
        }
        return Answers(types: text(types), hasFieldRule: hasFieldRule)
    }

    private static func accepts(_ operation: any Operator, _ type: ElementType) -> Bool {
        candidates(type).contains { (try? operation.inferOutputs($0)) != nil }
    }

    private static func hasRule(_ operation: any Operator, _ inputs: [ValueInfo?]) -> Bool {
        guard let outputs = try? operation.inferOutputs(inputs) else { return false }
        return inputs.indices.contains { operation.reading(of: $0, for: 0, inputs: inputs, outputs: outputs) != nil }
    }

    private static let attributes: [Attributes] = [
        [
            "kernel_shape": .ints([1, 1]), "axis": .int(1), "blocksize": .int(1), "size": .int(1), "num_groups": .int(2), "to": .int(1),
            "perm": .ints([0, 1, 2, 3]), "num_outputs": .int(1), "pooled_shape": .ints([1, 1]), "hidden_size": .int(2),
            "direction": .string("LEFT"), "equation": .string("abcd->abdc"), "shape": .ints([1]), "value_int": .int(1),
            "value": .tensor(Tensor(scalar: 1)), "dtype": .int(1), "nbits": .int(8),
        ],
        ["axis": .int(1), "equation": .string("ab,bc->ac")], [:], ["fmod": .int(1), "direction": .string("forward")],
    ]

    /// Lists of inputs of which the first has a type, and the others go with it in one way or another.
    private static func candidates(_ type: ElementType) -> [[ValueInfo?]] {
        func info(_ shape: Shape, _ type: ElementType) -> ValueInfo { ValueInfo(type, shape) }
        func known(_ tensor: Tensor) -> ValueInfo { ValueInfo(constant: tensor) }
        let maps = info([1, 4, 4, 4], type)
        let (filters, vector) = (info([4, 4, 1, 1], type), info([4], type))
        let integers = { (numbers: [Int64]) in known(Tensor([numbers.count], elements: numbers)) }
        let (scale, zero) = (known(Tensor(scalar: 1)), info([], type))
        let matrix = info([4, 4], type)
        let bytes = [matrix, scale, zero, matrix, scale, zero, scale, zero]
        return [
            [maps], [maps, maps], [maps, maps, maps], [maps, maps, maps, maps], [maps, filters], [maps, filters, nil], [maps, vector],
            [maps, vector, vector], [maps, vector, vector, vector, vector], [matrix], [matrix, matrix], [matrix, vector, vector],
            [maps, integers([0])], [maps, integers([1, 4, 4, 4])], [maps, integers([0, 0, 0, 0, 0, 0, 0, 0])],
            [maps, integers([1, 1, 1, 1])], [maps, integers([0]), integers([1])], [maps, known(Tensor([], elements: [Int64(0)]))],
            [maps, known(Tensor([4], repeating: 1))], [maps, nil, known(Tensor([4], repeating: 1))],
            [maps, nil, nil, integers([1, 4, 4, 4])], [maps, info([1, 4, 4, 4], .int64)], [maps, info([1, 4, 4, 4], .int32)],
            [maps, info([1, 4, 4, 4], .int64), maps], [maps, info([1, 1, 1, 1], .bool)], [maps, info([1, 4, 4, 2], type)],
            [maps, info([1, 4], type), info([1], .int64)], [maps, info([1, 5], type)],
            [maps, info([4, 4, 1, 1], type), info([1, 2, 4, 4], type)],
            [maps, scale, zero], [maps, scale, zero, scale, zero], [maps, scale, zero, filters, scale, zero, scale, zero],
            [scale, zero, maps, scale, zero], bytes, [matrix, scale, zero, matrix, scale, zero],
            [info([1, 2, 3], type), integers([1, 1, 2, 2])], [info([1, 4, 4], type), integers([2, 2]), integers([1, 1])],
            [info([1, 4, 16], type), integers([4, 4]), integers([2, 2])], [info([1, 4, 4], type), info([1, 4, 4], type)],
            [info([3, 1, 2], type), info([1, 8, 2], type), info([1, 8, 2], type)],
            [info([3, 1, 2], type), info([1, 6, 2], type), info([1, 6, 2], type)],
            [info([3, 1, 2], type), info([1, 2, 2], type), info([1, 2, 2], type)],
            [info([4], .bool), vector, vector].map { $0 }, [vector, known(Tensor([], elements: [Int64(3)])), info([2], type)],
            [info([1, 2, 4], type), info([1, 1, 2], type), integers([1])],
            [known(scalar(type, 0)), known(scalar(type, 3)), known(scalar(type, 1))], [integers([2, 2])], [],
        ].filter { $0.first.map { $0?.elementType == type } ?? true }
    }

    /// A number of a type that calculates; one of float32 for others.
    private static func scalar(_ type: ElementType, _ number: Int) -> Tensor {
        switch type {
        case .float64: Tensor([], elements: [Double(number)])
        case .int16: Tensor([], elements: [Int16(number)])
        case .int32: Tensor([], elements: [Int32(number)])
        case .int64: Tensor([], elements: [Int64(number)])
        default: Tensor(scalar: Float(number))
        }
    }

    /// `float, int, bool`: families of types where all of one are there.
    private static func text(_ types: [ElementType]) -> String {
        if types.isEmpty { return "–" }
        if types.count == ElementType.allCases.count { return "all" }
        if types == ElementType.allCases.filter({ $0 != .string }) { return "all but string" }
        var rest = types
        var words: [String] = []
        let families: [(String, [ElementType])] = [
            ("float", [.float32, .float64, .float16, .bfloat16]), ("int", [.int8, .int16, .int32, .int64]),
            ("uint", [.uint8, .uint16, .uint32, .uint64]),
            ("float8", [.float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0]),
            ("4 bits", [.float4e2m1, .int4, .uint4]),
        ]
        for (name, family) in families where family.allSatisfy(rest.contains) {
            words.append(name)
            rest.removeAll(where: family.contains)
        }
        return (words + rest.map(\.rawValue)).joined(separator: ", ")
    }
}
