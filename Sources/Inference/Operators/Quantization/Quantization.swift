import Tensors

/// What integers of a few bits stand for: `number = (integer − zero) · scale`, with one scale and zero for all or one a channel.
struct Quantization: Sendable {
    let scales: [Float]
    let zeros: [Double]

    /// The scale of a channel.
    func scale(_ channel: Int) -> Float { scales.count == 1 ? scales[0] : scales[channel] }

    /// The integer that stands for 0 in a channel.
    func zero(_ channel: Int) -> Double { zeros.count == 1 ? zeros[0] : zeros[channel] }

    /// The numbers that a tensor of integers stands for, all by one scale.
    func numbers(_ x: Tensor) -> Tensor {
        let integers = x.convertedToFloat32()
        let (scale, zero) = (scales[0], Float(zeros[0]))
        return Tensor(x.shape) { y in
            let source = integers.floatElements
            for index in y.indices { y[index] = (source[index] - zero) * scale }
        }
    }

    /// The integers that stand for numbers, rounded to the nearest, ties to the even one, and to the ends of their type.
    func integers(_ x: Tensor, type: ElementType) -> Tensor {
        let (scale, zero, range) = (scales[0], Float(zeros[0]), type.quantizedRange)
        let rounded = Tensor(x.shape) { y in
            let source = x.floatElements
            for index in y.indices { y[index] = range.nearest(to: source[index] / scale, zero: zero) }
        }
        return rounded.converted(to: type)
    }
}

extension ClosedRange<Float> {
    /// A number rounded, moved by the integer that stands for 0, and limited to the range.
    func nearest(to number: Float, zero: Float) -> Float {
        Swift.min(Swift.max(number.rounded(.toNearestOrEven) + zero, lowerBound), upperBound)
    }
}

extension ElementType {
    /// The integers of a type that quantized values have.
    var quantizedRange: ClosedRange<Float> {
        switch self {
        case .uint8: 0...255
        case .int8: -128...127
        case .uint16: 0...65535
        case .int16: -32768...32767
        case .uint4: 0...15
        default: -8...7
        }
    }

    /// Whether elements are integers of 8 bits.
    var isByte: Bool { self == .int8 || self == .uint8 }
}

extension [ValueInfo?] {
    /// A value of 8-bit integers with its scale and zero point.
    ///
    /// - Parameter channelCount: how many scales there may be instead of one.
    func requireQuantized(
        _ index: Int, _ role: String, scale: Int, zero: Int, channelCount: Int? = nil
    ) throws(OperatorError) -> ValueInfo {
        let value = try required(index, role)
        guard value.elementType.isByte else {
            throw .elementType(role: role, found: value.elementType, expected: "int8 or uint8")
        }
        try requireQuantization(of: value.elementType, role, scale: scale, zero: zero, channelCount: channelCount)
        return value
    }

    /// The scale and the zero point of a value of some type.
    func requireQuantization(
        of type: ElementType, _ role: String, scale: Int, zero: Int, channelCount: Int? = nil
    ) throws(OperatorError) {
        let scales = try required(scale, "\(role)'s scale")
        guard scales.elementType == .float32 else {
            throw .elementType(role: "\(role)'s scale", found: scales.elementType, expected: "float32")
        }
        try scales.requireOneOr(channelCount, "\(role)'s scale")
        try requireZero(zero, role, of: type, channelCount: channelCount)
    }

    /// A zero point that fits a value, where there is one.
    func requireZero(_ index: Int, _ role: String, of type: ElementType, channelCount: Int? = nil) throws(OperatorError) {
        guard let zeros = optional(index) else { return }
        guard zeros.elementType == type else {
            throw .elementType(role: "\(role)'s zero point", found: zeros.elementType, expected: "\(type), like \(role)")
        }
        try zeros.requireOneOr(channelCount, "\(role)'s zero point")
    }

    /// The type of a zero point, and of what it belongs to.
    func byteType(ofZero index: Int, _ role: String) throws(OperatorError) -> ElementType {
        let zero = try required(index, "\(role)'s zero point")
        guard zero.elementType.isByte else {
            throw .elementType(role: "\(role)'s zero point", found: zero.elementType, expected: "int8 or uint8")
        }
        return zero.elementType
    }
}

extension ValueInfo {
    fileprivate func requireOneOr(_ count: Int?, _ role: String) throws(OperatorError) {
        let isOne = shape.elementCount == 1 && shape.rank <= 1
        guard isOne || count.map({ shape == [$0] }) ?? false else {
            throw .shapes(found: [shape], expected: count.map { "one number or \($0) as \(role)" } ?? "one number as \(role)")
        }
    }
}

extension [Tensor?] {
    /// Scale and zero point from two inputs that ``requireQuantization(of:_:scale:zero:channelCount:)`` has seen.
    func quantization(scale: Int, zero: Int) throws(OperatorError) -> Quantization {
        let zeros = optional(zero)?.numbers(as: Double.self) ?? [0]
        return Quantization(scales: try required(scale).floats, zeros: zeros)
    }
}
