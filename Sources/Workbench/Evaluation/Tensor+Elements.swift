import Tensors

extension Tensor {
    /// A function of every element, computed in double precision; the tensor must be float32.
    func elements(_ function: (Double) -> Double) -> Tensor {
        withExtendedLifetime(storage) {
            let numbers = floatElements
            return Tensor(shape) { destination in
                for index in numbers.indices { destination[index] = Float(function(Double(numbers[index]))) }
            }
        }
    }

    private static let broadcastRule = "shapes that are the same, or 1 or missing, along each axis from the last"

    /// A function of the elements of two float32 tensors, computed in double precision under NumPy's broadcasting rules.
    func broadcast(with other: Tensor, _ function: (Double, Double) -> Double) throws(ValueError) -> Tensor {
        guard let result = Shape.broadcast(shape, other.shape) else { throw .shapes(rule: Self.broadcastRule, shape, other.shape) }
        let count = try result.boundedElementCount()
        let (leftStrides, rightStrides) = (shape.strides(broadcastTo: result), other.shape.strides(broadcastTo: result))
        return withExtendedLifetime((storage, other.storage)) {
            let (left, right) = (floatElements, other.floatElements)
            return Tensor(result) { destination in
                var position = [Int](repeating: 0, count: result.rank)
                var (leftIndex, rightIndex) = (0, 0)
                for index in 0..<count {
                    destination[index] = Float(function(Double(left[leftIndex]), Double(right[rightIndex])))
                    var axis = result.rank - 1
                    while axis >= 0 {
                        position[axis] += 1
                        leftIndex += leftStrides[axis]
                        rightIndex += rightStrides[axis]
                        if position[axis] < result[axis] { break }
                        leftIndex -= leftStrides[axis] * result[axis]
                        rightIndex -= rightStrides[axis] * result[axis]
                        position[axis] = 0
                        axis -= 1
                    }
                }
            }
        }
    }
}

extension Shape {
    /// Elements between neighbours along each axis of `result`; 0 along the axes where this shape repeats itself.
    fileprivate func strides(broadcastTo result: Shape) -> [Int] {
        let own = strides
        return result.dimensions.indices.map { axis in
            let ownAxis = axis - (result.rank - rank)
            return ownAxis >= 0 && self[ownAxis] != 1 ? own[ownAxis] : 0
        }
    }
}
