import Tensors

/// The determinant of each matrix in the last two axes.
///
/// By elimination with the largest pivot, in double precision.
///
/// Source: ONNX Det, opsets 11, 22.
struct Det: AttributelessOperator {
    static let name = "Det"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireFloatingPoint("X")
        guard x.shape.rank >= 2, x.shape[x.shape.rank - 1] == x.shape[x.shape.rank - 2] else {
            throw .rank(role: "X", found: x.shape, expected: "square matrices in the last two axes")
        }
        return [ValueInfo(x.elementType, Shape(Array(x.shape.dimensions.dropLast(2))))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let size = x.shape[x.shape.rank - 1]
        let numbers = x.numbers(as: Double.self)
        let shape = Shape(Array(x.shape.dimensions.dropLast(2)))
        let determinants = try (0..<shape.elementCount).map { index in
            try context.control.checkCancellation()
            return Self.determinant(Array(numbers[index * size * size..<(index + 1) * size * size]), size)
        }
        return [Tensor(shape, elements: determinants).converted(to: x.elementType)]
    }

    private static func determinant(_ matrix: [Double], _ size: Int) -> Double {
        var rows = matrix
        var determinant = 1.0
        for column in 0..<size {
            let pivot = (column..<size).max { abs(rows[$0 * size + column]) < abs(rows[$1 * size + column]) } ?? column
            guard rows[pivot * size + column] != 0 else { return 0 }
            if pivot != column {
                for index in 0..<size { rows.swapAt(pivot * size + index, column * size + index) }
                determinant = -determinant
            }
            determinant *= rows[column * size + column]
            for row in column + 1..<max(size, column + 1) {
                let factor = rows[row * size + column] / rows[column * size + column]
                for index in column..<size { rows[row * size + index] -= factor * rows[column * size + index] }
            }
        }
        return determinant
    }
}
