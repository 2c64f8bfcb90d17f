/// The extent of a tensor along each axis, outermost first: `[N, C, H, W]` for a batch of feature maps.
///
/// A shape without dimensions is that of a scalar and has one element.
package struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    package var dimensions: [Int]

    package init(_ dimensions: [Int]) { self.dimensions = dimensions }
    package init(arrayLiteral elements: Int...) { self.dimensions = elements }

    package var rank: Int { dimensions.count }

    /// The product of the dimensions; 1 for a scalar.
    package var elementCount: Int { dimensions.reduce(1, *) }

    /// The product of the dimensions, or `nil` where one is negative or the product of those that are not 0 overflows.
    ///
    /// For shapes that come from a file, before anything is allocated by them.
    package var checkedElementCount: Int? { checkedExtent.map { dimensions.contains(0) ? 0 : $0 } }

    /// The product of the dimensions that are not 0, which strides and sums of sizes grow with also where there is no element; `nil` where
    /// one is negative or the product overflows.
    package var checkedExtent: Int? {
        var extent = 1
        for dimension in dimensions where dimension != 0 {
            let (product, overflows) = extent.multipliedReportingOverflow(by: dimension)
            guard dimension > 0, !overflows else { return nil }
            extent = product
        }
        return extent
    }

    package subscript(axis: Int) -> Int { dimensions[axis] }

    /// Elements between neighbours along each axis of a row-major tensor.
    package var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * dimensions[axis + 1]
        }
        return strides
    }

    /// The axis counted from 0 for one that may count from the end (`-1` is the last), or `nil` outside the rank.
    package func normalizedAxis(_ axis: Int) -> Int? {
        let normalized = axis < 0 ? axis + rank : axis
        return dimensions.indices.contains(normalized) ? normalized : nil
    }

    /// The shape both operands take under NumPy's broadcasting rules, or `nil` where they do not fit.
    ///
    /// Source: ONNX, "Broadcasting in ONNX", multidirectional.
    package static func broadcast(_ first: Shape, _ second: Shape) -> Shape? {
        let rank = max(first.rank, second.rank)
        var dimensions = [Int](repeating: 1, count: rank)
        for axis in 1...max(rank, 1) where axis <= rank {
            let a = axis <= first.rank ? first[first.rank - axis] : 1
            let b = axis <= second.rank ? second[second.rank - axis] : 1
            guard a == b || a == 1 || b == 1 else { return nil }
            dimensions[rank - axis] = a == 1 ? b : a
        }
        return Shape(dimensions)
    }

    /// `1x64x56x56`, and `scalar` where there are no dimensions.
    package var description: String {
        dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "x")
    }
}
