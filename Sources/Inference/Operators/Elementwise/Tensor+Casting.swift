import Tensors

extension Tensor {
    /// The same numbers in another type.
    ///
    /// To floating point they round to the nearest, ties to the even one. Integers lose the upper bits that do not fit; fractions
    /// round toward 0, and what lies beyond an integer type becomes its nearest end (not a number becomes 0). Everything but 0 is true.
    package func converted(to type: ElementType) -> Tensor {
        if type == elementType { return self }
        if type == .float32 { return convertedToFloat32() }
        if elementType.isHalfPrecision || elementType == .bool { return convertedToFloat32().converted(to: type) }
        guard let source = elementType.numericElement else { return self }
        return converted(to: type, from: source)
    }

    /// A copy of the elements, converted.
    func numbers<Element: TensorElement>(as type: Element.Type) -> [Element] {
        let converted = converted(to: Element.elementType)
        return withExtendedLifetime(converted.storage) { Array(converted.elements(as: type)) }
    }

    private func converted<Source: NumericElement>(to type: ElementType, from source: Source.Type) -> Tensor {
        let numbers = elements(as: Source.self)
        switch type {
        case .bool:
            return Tensor(shape, of: Bool.self) { for index in $0.indices { $0[index] = numbers[index] != .zero } }
        case .float16, .bfloat16:
            let floats = Tensor(shape, of: Float.self) { for index in $0.indices { $0[index] = numbers[index].wide.floatRoundedToOdd } }
            return floats.rounded(to: type)
        default:
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
}

extension WideNumber {
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
