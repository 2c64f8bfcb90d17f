import Glibc
import Tensors

/// The random numbers of a node: the same in every run, of its `seed` where it has one, else of the name of what it computes.
struct RandomSource: Sendable {
    private let seed: UInt64

    init(_ node: Node) throws(OperatorError) {
        if node.attributes["seed"] != nil {
            seed = UInt64(try node.attributes.float("seed", default: 0).bitPattern)
        } else {
            seed = (node.outputs.first ?? "").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        }
    }

    /// Numbers of `0..<1`.
    func uniform(_ count: Int) -> [Double] {
        var numbers = RandomNumbers(seed: seed)
        return (0..<count).map { _ in Double(numbers.next() >> 11) * 0x1p-53 }
    }

    /// Numbers of mean 0 and deviation 1.
    func normal(_ count: Int) -> [Double] {
        var numbers = RandomNumbers(seed: seed)
        var normal: [Double] = []
        normal.reserveCapacity(count + 1)
        while normal.count < count {
            let pair = numbers.nextNormalPair()
            normal += [pair.0, pair.1]
        }
        return Array(normal.prefix(count))
    }
}

/// The distribution of a random operator, with the numbers of its attributes.
enum RandomDistribution: Sendable {
    case normal(mean: Double, deviation: Double)
    case uniform(low: Double, high: Double)

    static func normal(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution {
        .normal(mean: Double(try attributes.float("mean", default: 0)), deviation: Double(try attributes.float("scale", default: 1)))
    }

    static func uniform(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution {
        .uniform(low: Double(try attributes.float("low", default: 0)), high: Double(try attributes.float("high", default: 1)))
    }

    func tensor(_ info: ValueInfo, _ source: RandomSource) -> Tensor {
        let count = info.shape.elementCount
        let numbers =
            switch self {
            case .normal(let mean, let deviation): source.normal(count).map { mean + deviation * $0 }
            case .uniform(let low, let high): source.uniform(count).map { low + (high - low) * $0 }
            }
        return Tensor(info.shape, elements: numbers).converted(to: info.elementType)
    }
}

/// An operator that fills a tensor with random numbers.
protocol RandomOperator: Operator {
    init(node: Node, distribution: RandomDistribution) throws(OperatorError)
    static func distribution(_ attributes: Attributes) throws(OperatorError) -> RandomDistribution
}

extension RandomOperator {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        try self.init(
            node: Node(name: "", operatorName: Self.name, inputs: [], outputs: [], attributes: attributes), operatorSet: operatorSet)
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        try self.init(node: node, distribution: Self.distribution(node.attributes))
    }
}

/// Random numbers in the shape that the attributes give.
struct RandomFill: Sendable {
    let source: RandomSource
    let distribution: RandomDistribution
    private let info: ValueInfo

    init(_ node: Node, _ distribution: RandomDistribution) throws(OperatorError) {
        guard let shape = try node.attributes.ints("shape") else { throw .missingAttribute(name: "shape") }
        source = try RandomSource(node)
        self.distribution = distribution
        info = try ValueInfo(checking: Self.type(node.attributes) ?? .float32, Shape(shape))
    }

    /// The floating-point type of the attribute `dtype`.
    static func type(_ attributes: Attributes) throws(OperatorError) -> ElementType? {
        guard let code = try attributes.int("dtype") else { return nil }
        guard let type = ElementType(onnxCode: code), type.isFloatingPoint else {
            throw .attributeValue(name: "dtype", value: String(code), expected: "a floating-point type")
        }
        return type
    }

    func infer() -> [ValueInfo] { [info] }

    func fill() -> [Tensor] { [distribution.tensor(info, source)] }
}

/// Random numbers in the shape of an input, and in its type where the attributes give none.
struct RandomLike: Sendable {
    let source: RandomSource
    let distribution: RandomDistribution
    private let type: ElementType?

    init(_ node: Node, _ distribution: RandomDistribution) throws(OperatorError) {
        source = try RandomSource(node)
        self.distribution = distribution
        type = try RandomFill.type(node.attributes)
    }

    func infer(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        let type = type ?? input.elementType
        guard type.isFloatingPoint else { throw .elementType(role: "input", found: type, expected: "floating-point, or 'dtype' set") }
        return [ValueInfo(type, input.shape)]
    }

    func fill(_ inputs: [Tensor?]) throws(OperatorError) -> [Tensor] {
        try infer(inputs.known).map { distribution.tensor($0, source) }
    }
}
