import Tensors

/// How numbers become narrower where the types alone leave it open.
struct Narrowing: Sendable, Equatable {
    /// Whether what lies beyond the numbers of 8 bits becomes the largest of them, instead of infinity or not a number.
    var saturates = true
    /// How a number becomes a power of two.
    var powerRounding = PowerRounding.up
}

extension Tensor {
    /// The same numbers in another type.
    ///
    /// To floating point they round to the nearest, ties to the even one. Integers lose the upper bits that do not fit; fractions
    /// round toward 0, and what lies beyond an integer type becomes its nearest end (not a number becomes 0). Everything but 0 is true.
    /// Texts become the numbers that they stand for, and numbers texts: empty ones where the program has met too many.
    package func converted(to type: ElementType) -> Tensor { converted(to: type, Narrowing()) }

    /// The same, with how numbers become narrower.
    func converted(to type: ElementType, _ narrowing: Narrowing) -> Tensor {
        if type == elementType { return self }
        if type == .float32 { return convertedToFloat32() }
        if type == .string {
            return (try? writtenAsTexts()) ?? Tensor(shape, elements: Array(repeating: InternedText.empty, count: elementCount))
        }
        if elementType == .string { return readFromTexts(as: type, narrowing) }
        guard let source = elementType.numericElement else { return convertedToFloat32().converted(to: type, narrowing) }
        return converted(to: type, from: source, narrowing)
    }

    /// A copy of the elements, converted.
    func numbers<Element: TensorElement>(as type: Element.Type) -> [Element] {
        let converted = converted(to: Element.elementType)
        return withExtendedLifetime(converted.storage) { Array(converted.elements(as: type)) }
    }

    private func converted<Source: NumericElement>(
        to type: ElementType, from source: Source.Type, _ narrowing: Narrowing
    ) -> Tensor {
        let numbers = elements(as: Source.self)
        switch type {
        case .bool:
            return Tensor(shape, of: Bool.self) { for index in $0.indices { $0[index] = numbers[index] != .zero } }
        case .float16, .bfloat16:
            let floats = Tensor(shape, of: Float.self) { for index in $0.indices { $0[index] = numbers[index].wide.floatRoundedToOdd } }
            return floats.rounded(to: type)
        default:
            if type.isStorageOnly { return stored(as: type, from: source, narrowing) }
            guard let target = type.numericElement else { return self }
            return converted(from: source, to: target)
        }
    }

    private func converted<Source: NumericElement, Target: NumericElement>(from source: Source.Type, to target: Target.Type) -> Tensor {
        let numbers = elements(as: Source.self)
        return Tensor(shape, of: Target.self) { result in
            for index in result.indices { result[index] = Target(numbers[index].wide) }
        }
    }

    /// The numbers as a type that takes a byte for each and is not calculated with.
    private func stored<Source: NumericElement>(as type: ElementType, from source: Source.Type, _ narrowing: Narrowing) -> Tensor {
        let storage = TensorStorage(byteCount: elementCount)
        let format = type.narrowFloat
        for (index, number) in elements(as: Source.self).enumerated() {
            storage.bytes[index] =
                if let format {
                    format.code(number.wide.floatRoundedToOdd, saturating: narrowing.saturates)
                } else if type == .float8e8m0 {
                    PowerOfTwoScale.code(
                        number.wide.floatRoundedToOdd, rounding: narrowing.powerRounding, saturating: narrowing.saturates)
                } else {
                    number.wide.fourBits(isSigned: type == .int4)
                }
        }
        return Tensor(shape: shape, elementType: type, storage: storage)
    }
}

extension WideNumber {
    /// The number in 4 bits, in a byte: fractions round toward 0, and upper bits are lost, also those of numbers beyond the range.
    fileprivate func fourBits(isSigned: Bool) -> UInt8 {
        let low: UInt8
        switch self {
        case .signed(let value): low = UInt8(truncatingIfNeeded: value) & 0xF
        case .unsigned(let value): low = UInt8(truncatingIfNeeded: value) & 0xF
        case .real(let value):
            low = UInt8(truncatingIfNeeded: Int64(WideNumber.real(value))) & 0xF
        }
        return isSigned && low > 7 ? low | 0xF0 : low
    }

    /// The number as float32, such that rounding it again to a narrower type gives what rounding once would.
    ///
    /// Where float32 cannot hold the number, its last bit is set: it then never looks like a tie between two narrower numbers.
    fileprivate var floatRoundedToOdd: Float {
        let number = double
        let nearest = Float(number)
        guard nearest.isFinite, Double(nearest) != number else { return nearest }
        let isTooLarge = Double(nearest).magnitude > number.magnitude
        return Float(bitPattern: (isTooLarge ? nearest.bitPattern - 1 : nearest.bitPattern) | 1)
    }
}
