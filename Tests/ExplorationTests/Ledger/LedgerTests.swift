import Exploration
import Inference
import Tensors
import TestSupport
import Testing

struct LedgerTests {
    private static let map: Shape = [1, 4, 6, 5]
    private static func random(_ shape: Shape, in range: ClosedRange<Float> = -1...1) -> Tensor { .random(shape, in: range, seed: 77) }
    private static func integers(_ numbers: [Int64]) -> Tensor { Tensor([numbers.count], elements: numbers) }
    private static let channels = [random([4], in: 0.5...2), random([4]), random([4]), random([4], in: 0.5...2)]

    /// Operators whose ledgers are sums or functions that are made anew.
    private static let exact: [OneNode] = [
        OneNode(operatorName: "Conv", inputShapes: [map], attributes: ["pads": .ints([1, 1, 1, 1])], constants: [random([3, 4, 3, 3])]),
        OneNode(
            operatorName: "Conv", inputShapes: [map],
            attributes: ["pads": .ints([0, 2, 1, 3]), "strides": .ints([2, 1]), "dilations": .ints([1, 2])],
            constants: [random([3, 4, 3, 2]), random([3])], note: "asymmetric, strided, dilated, with a bias"),
        OneNode(
            operatorName: "Conv", inputShapes: [map], attributes: ["group": .int(2)], constants: [random([6, 2, 2, 2])], note: "in groups"),
        OneNode(
            operatorName: "Conv", inputShapes: [map], attributes: ["group": .int(4)], constants: [random([4, 1, 3, 3])], note: "depthwise"),
        OneNode(operatorName: "Conv", inputShapes: [[1, 4, 9]], constants: [random([2, 4, 3])], note: "over a sequence"),
        OneNode(
            operatorName: "Gemm", inputShapes: [[1, 6]], attributes: ["transB": .int(1), "alpha": .float(0.5), "beta": .float(2)],
            constants: [random([3, 6]), random([3])]),
        OneNode(
            operatorName: "Gemm", inputShapes: [[6, 2]], attributes: ["transA": .int(1)], constants: [random([6, 3])], note: "transposed"),
        OneNode(operatorName: "MatMul", inputShapes: [[1, 6]], constants: [random([6, 3])]),
        OneNode(operatorName: "MatMul", inputShapes: [[2, 3, 4], [4, 5]], note: "in batches"),
        OneNode(operatorName: "MatMul", inputShapes: [[2, 3, 4], [4]], note: "with a vector"),
        OneNode(operatorName: "BatchNormalization", inputShapes: [map], constants: channels),
        OneNode(operatorName: "InstanceNormalization", inputShapes: [map], constants: [channels[0], channels[1]]),
        OneNode(operatorName: "LayerNormalization", inputShapes: [[2, 3, 8]], constants: [random([8]), random([8])]),
        OneNode(operatorName: "Add", inputShapes: [map, map]),
        OneNode(operatorName: "Add", inputShapes: [map], constants: [random([4, 1, 1])]),
        OneNode(operatorName: "Sub", inputShapes: [map, map]), OneNode(operatorName: "Sum", inputShapes: [map, map, map]),
        OneNode(operatorName: "Mean", inputShapes: [map, map, map]), OneNode(operatorName: "Mul", inputShapes: [map, [1, 4, 1, 1]]),
        OneNode(operatorName: "Div", inputShapes: [map], constants: [random([4, 1, 1], in: 1...2)]),
        OneNode(operatorName: "Relu", inputShapes: [map]),
        OneNode(operatorName: "LeakyRelu", inputShapes: [map], attributes: ["alpha": .float(0.2)]),
        OneNode(operatorName: "Sigmoid", inputShapes: [map]), OneNode(operatorName: "HardSwish", inputShapes: [map]),
        OneNode(operatorName: "Clip", inputShapes: [map], constants: [Tensor(scalar: -0.3), Tensor(scalar: 0.4)]),
        OneNode(operatorName: "PRelu", inputShapes: [map], constants: [random([4, 1, 1])]),
        OneNode(
            operatorName: "MaxPool", inputShapes: [map],
            attributes: ["kernel_shape": .ints([3, 2]), "strides": .ints([2, 2]), "pads": .ints([1, 0, 1, 0])]),
        OneNode(operatorName: "GlobalMaxPool", inputShapes: [map]),
        OneNode(
            operatorName: "AveragePool", inputShapes: [map], attributes: ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])]),
        OneNode(
            operatorName: "AveragePool", inputShapes: [map],
            attributes: [
                "kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1]), "count_include_pad": .int(1),
                "ceil_mode": .int(1),
            ],
            note: "that counts padding and rounds up"),
        OneNode(operatorName: "GlobalAveragePool", inputShapes: [map]),
        OneNode(operatorName: "ReduceMean", inputShapes: [map], attributes: ["axes": .ints([2, 3]), "keepdims": .int(0)]),
        OneNode(operatorName: "ReduceSum", inputShapes: [map], constants: [integers([-1])], note: "along the last axis"),
        OneNode(operatorName: "ReduceMax", inputShapes: [map], attributes: ["axes": .ints([1])]),
        OneNode(operatorName: "Concat", inputShapes: [map, [1, 2, 6, 5]], attributes: ["axis": .int(1)]),
        OneNode(operatorName: "Transpose", inputShapes: [map], attributes: ["perm": .ints([0, 2, 3, 1])]),
        OneNode(operatorName: "Flatten", inputShapes: [map]),
        OneNode(operatorName: "Reshape", inputShapes: [map], constants: [integers([4, 30])]),
        OneNode(operatorName: "Pad", inputShapes: [map], constants: [integers([0, 0, 1, 2, 0, 0, 2, 1])]),
        OneNode(operatorName: "Slice", inputShapes: [map], constants: [integers([1]), integers([4]), integers([2])]),
        OneNode(operatorName: "DepthToSpace", inputShapes: [map], attributes: ["blocksize": .int(2)]),
        OneNode(operatorName: "Resize", inputShapes: [map], constants: [nil, Tensor([4], [1, 1, 2, 2])], note: "nearest"),
        OneNode(
            operatorName: "Resize", inputShapes: [map], attributes: ["mode": .string("linear")],
            constants: [nil, Tensor([4], [1, 1, 2, 1.6])], note: "linear"),
        OneNode(
            operatorName: "Resize", inputShapes: [map], attributes: ["mode": .string("cubic")],
            constants: [nil, nil, integers([1, 4, 9, 4])], note: "cubic"),
        OneNode(operatorName: "Softmax", inputShapes: [map], attributes: ["axis": .int(1)]),
        OneNode(operatorName: "LogSoftmax", inputShapes: [map], operatorSet: 11, note: "over everything after the first axis"),
    ]

    @Test(arguments: exact)
    func `every number is made anew from its terms`(node: OneNode) throws {
        let (book, values) = try node.book()
        let output = try #require(values[OneNode.output])
        for element in 0..<output.elementCount {
            let ledger = try book.ledger(of: NetworkUnit(value: OneNode.output, element: element))
            #expect(ledger.value == Double(output.floats[element]))
            let residual = try #require(ledger.relativeResidual)
            #expect(residual < 2e-6, "element \(element): \(ledger)")
        }
    }

    @Test(arguments: exact)
    func `a term's value stands where the term says`(node: OneNode) throws {
        let (book, values) = try node.book()
        let numbers = values.mapValues(\.floats)
        for element in 0..<(values[OneNode.output]?.elementCount ?? 0) {
            for term in try book.ledger(of: NetworkUnit(value: OneNode.output, element: element)).terms {
                guard case .unit(let unit) = term.source else { continue }
                let source = try #require(numbers[unit.value])
                #expect(Double(source[unit.element]) == term.value)
            }
        }
    }

    @Test func `a convolution's terms are the products under its kernel, padding among them`() throws {
        let node = OneNode(
            operatorName: "Conv", inputShapes: [[1, 1, 3, 3]], attributes: ["pads": .ints([1, 1, 0, 0])],
            constants: [Self.random([1, 1, 2, 2])])
        let (book, _) = try node.book()
        let corner = try book.ledger(of: NetworkUnit(value: OneNode.output, element: 0))
        #expect(corner.terms.map(\.source) == [.padding, .padding, .padding, .unit(NetworkUnit(value: "x0", element: 0))])
        #expect(corner.window?.shape == [1, 2, 2])
    }

    @Test func `the largest term comes first, equal ones in their order`() throws {
        let unit = NetworkUnit(value: "y", element: 0)
        let terms = [1.0, -3, 2, -1].map { Ledger.Term(.padding, $0, amount: $0) }
        let ledger = Ledger(sumOf: unit, value: -1, formula: "", terms: terms)
        #expect(ledger.bySize.map(\.value) == [-3, 2, 1, -1])
        #expect(ledger.recomputed == -1 && ledger.residual == 0 && ledger.scale == 3)
    }

    @Test func `a greatest value that occurs twice is the first one's`() throws {
        let (book, _) = try OneNode(operatorName: "GlobalMaxPool", inputShapes: [[1, 1, 2, 2]]).book()
        let ledger = try book.ledger(of: NetworkUnit(value: OneNode.output, element: 0))
        #expect(ledger.terms.count { $0.weight == 1 } == 1)
    }

    @Test func `an operator without a known formula is not made anew`() throws {
        let (book, _) = try OneNode(operatorName: "LRN", inputShapes: [Self.map], attributes: ["size": .int(3)]).book()
        let ledger = try book.ledger(of: NetworkUnit(value: OneNode.output, element: 7))
        #expect(ledger.recomputed == nil && ledger.residual == nil)
        #expect(ledger.formula.contains("LRN") && ledger.terms.count == 1)
    }

    @Test func `a number that is not there is refused`() throws {
        let (book, _) = try OneNode(operatorName: "Relu", inputShapes: [Self.map]).book()
        #expect(throws: LedgerError.unknownValue("z")) { try book.ledger(of: NetworkUnit(value: "z", element: 0)) }
        #expect(throws: LedgerError.outside(element: 120, value: "y", shape: Self.map)) {
            try book.ledger(of: NetworkUnit(value: "y", element: 120))
        }
    }

    @Test(arguments: [
        ([1, 8, 4, 5], 8, 4, 5), ([1, 10], 10, 1, 1), ([1, 6, 9], 6, 1, 9), ([7], 7, 1, 1), ([], 1, 1, 1), ([1, 2, 3, 4, 5], 2, 12, 5),
    ])
    func `every element has a place, and every place its element`(dimensions: [Int], channels: Int, rows: Int, columns: Int) {
        let grid = UnitGrid(Shape(dimensions))
        #expect([grid.channelCount, grid.rowCount, grid.columnCount] == [channels, rows, columns])
        for element in 0..<Shape(dimensions).elementCount {
            let place = grid.place(of: element)
            #expect(grid.element(channel: place.channel, row: place.row, column: place.column) == element)
        }
        #expect(grid.element(channel: 0, row: rows, column: 0) == nil)
    }
}
