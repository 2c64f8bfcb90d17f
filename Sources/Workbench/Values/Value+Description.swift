import Imaging
import Tensors

extension Value: CustomStringConvertible {
    /// The most elements of a tensor that are written out.
    private static let elementLimit = 64
    /// The most elements of a list that are written out.
    private static let listLimit = 100

    /// The value in words: numbers with six significant digits, small tensors by their elements, others by shape and range.
    package var description: String {
        switch self {
        case .none: ""
        case .number(let number): NumberFormat.significant(number, digits: number == number.rounded() ? 15 : 6)
        case .string(let text): text
        case .boolean(let truth): truth ? "true" : "false"
        case .tensor(let tensor): Self.description(of: tensor)
        case .list(let elements): Self.description(of: elements)
        case .range(let range): range.description
        case .address(let address): address.description
        }
    }

    private static func description(of elements: [Value]) -> String {
        let shown = elements.prefix(listLimit).map { element in
            if case .string(let text) = element { "\"\(text)\"" } else { element.description }
        }
        let rest = elements.count > listLimit ? ", … \(elements.count) in all" : ""
        return "[" + shown.joined(separator: ", ") + rest + "]"
    }

    private static func description(of tensor: Tensor) -> String {
        let numbers = tensor.convertedToFloat32()
        guard tensor.elementCount <= elementLimit, tensor.shape.rank <= 2 else { return summary(of: tensor) }
        let texts = numbers.floats.map { NumberFormat.significant(Double($0), digits: 6) }
        guard tensor.shape.rank > 0 else { return texts[0] }
        let width = texts.map(\.count).max() ?? 0
        let rowLength = tensor.shape.rank == 2 ? tensor.shape[1] : texts.count
        guard rowLength > 0 else { return summary(of: tensor) }
        let isMatrix = tensor.shape.rank == 2
        let rows = stride(from: 0, to: texts.count, by: rowLength).map { start in
            let cells = texts[start..<start + rowLength].map { text in
                isMatrix ? String(repeating: " ", count: width - text.count) + text : text
            }
            return "[" + cells.joined(separator: ", ") + "]"
        }
        return isMatrix ? "[" + rows.joined(separator: ",\n ") + "]" : rows.joined()
    }

    /// `tensor 64x56x56, -0.2 … 3.1, mean 0.4`.
    private static func summary(of tensor: Tensor) -> String {
        let statistics = tensor.statistics
        guard statistics.count > 0 else { return "tensor \(tensor.shape)" }
        let range = "\(NumberFormat.short(statistics.minimum)) … \(NumberFormat.short(statistics.maximum))"
        let strays = statistics.nonFiniteCount > 0 ? ", \(statistics.nonFiniteCount) not finite" : ""
        return "tensor \(tensor.shape), \(range), mean \(NumberFormat.short(statistics.mean))\(strays)"
    }
}
