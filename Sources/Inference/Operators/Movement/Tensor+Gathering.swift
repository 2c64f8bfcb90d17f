import CKernels
import Tensors

extension Tensor {
    /// The parts along an axis that `indices` name, one after another; -1 stands for a part that is `fill` everywhere.
    ///
    /// - Parameter fill: a tensor of one element of the same type; needed where an index is -1.
    func gathered(axis: Int, indices: [Int], fill: Tensor? = nil) -> Tensor {
        var extents = shape.dimensions
        let groups = Shape(Array(extents[..<axis])).elementCount
        let block = Shape(Array(extents[(axis + 1)...])).elementCount * elementType.byteWidth
        extents[axis] = indices.count
        let output = Shape(extents)
        let storage = TensorStorage(byteCount: output.elementCount * elementType.byteWidth)
        if output.elementCount > 0 {
            let zero = [UInt64](repeating: 0, count: 1)
            zero.withUnsafeBytes { zero in
                cnns_gather_blocks(
                    storage.bytes.baseAddress, bytes.baseAddress, groups, shape[axis], block, indices, indices.count,
                    fill?.bytes.baseAddress ?? zero.baseAddress, elementType.byteWidth)
            }
        }
        return Tensor(shape: output, elementType: elementType, storage: storage)
    }

    /// The integers of an input as places along an axis of `extent`, where negative ones count from its end.
    func places(_ role: String, extent: Int) throws(OperatorError) -> [Int] {
        guard var places = integers else { throw .elementType(role: role, found: elementType, expected: "integers") }
        for (position, index) in places.enumerated() {
            guard index >= -extent, index < extent else { throw .index(role: role, found: index, extent: extent) }
            if index < 0 { places[position] = index + extent }
        }
        return places
    }
}
