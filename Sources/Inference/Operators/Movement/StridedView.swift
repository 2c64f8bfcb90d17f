import CKernels
import Tensors

/// Elements of a tensor in an order of their own: how far it is to the next element along each axis.
///
/// Transposing, slicing and repeating only change extents and strides; ``copy(of:in:)`` then moves the elements once.
struct StridedView {
    private(set) var extents: [Int]
    /// In elements; negative where the axis runs backwards, 0 where it repeats.
    private(set) var strides: [Int]
    private(set) var offset = 0

    /// All elements of a tensor of the given shape, as they are.
    init(_ shape: Shape) {
        extents = shape.dimensions
        strides = shape.strides
    }

    init(extents: [Int], strides: [Int]) {
        self.extents = extents
        self.strides = strides
    }

    /// Axis i of the result is axis `permutation[i]`.
    func permuted(_ permutation: [Int]) -> StridedView {
        var view = self
        view.extents = permutation.map { extents[$0] }
        view.strides = permutation.map { strides[$0] }
        return view
    }

    /// `count` places along an axis, from `start` on, `step` apart.
    func sliced(axis: Int, start: Int, count: Int, step: Int = 1) -> StridedView {
        var view = self
        view.extents[axis] = count
        view.offset += count > 0 ? start * strides[axis] : 0
        view.strides[axis] = count > 1 ? strides[axis] * step : 0
        return view
    }

    /// The view repeated along axes of extent 1 and along new outer axes, so that it has `shape`.
    func broadcast(to shape: Shape) -> StridedView {
        let missing = shape.rank - extents.count
        var view = self
        view.extents = shape.dimensions
        view.strides = shape.dimensions.indices.map { axis in
            axis < missing || extents[axis - missing] == 1 ? 0 : strides[axis - missing]
        }
        return view
    }

    /// The same order in as few axes as possible, without those of extent 1.
    private var merged: StridedView {
        var view = self
        view.extents = []
        view.strides = []
        for (extent, stride) in zip(extents, strides) where extent != 1 {
            if let outer = view.strides.last, outer == stride * extent {
                view.extents[view.extents.count - 1] *= extent
                view.strides[view.strides.count - 1] = stride
            } else {
                view.extents.append(extent)
                view.strides.append(stride)
            }
        }
        if view.extents.isEmpty {
            view.extents = [1]
            view.strides = [1]
        }
        return view
    }

    /// The elements one after another, in the view's shape or another one with as many elements.
    func copy(of tensor: Tensor, as shape: Shape? = nil, in context: RunContext) -> Tensor {
        let shape = shape ?? Shape(extents)
        let width = tensor.elementType.byteWidth
        let storage = TensorStorage(byteCount: shape.elementCount * width)
        let result = Tensor(shape: shape, elementType: tensor.elementType, storage: storage)
        guard shape.elementCount > 0 else { return result }
        let merged = merged
        let rowCount = merged.extents[0]
        let rowElements = shape.elementCount / rowCount
        nonisolated(unsafe) let source = tensor.bytes.baseAddress?.advanced(by: offset * width)
        nonisolated(unsafe) let target = storage.bytes.baseAddress
        context.parallel(rowCount, grain: max(1, Broadcasting.grain / rowElements)) { rows in
            cnns_copy_strided(
                target?.advanced(by: rows.lowerBound * rowElements * width),
                source?.advanced(by: rows.lowerBound * merged.strides[0] * width), merged.extents.count,
                [rows.count] + merged.extents.dropFirst(), merged.strides.map { $0 * width }, width)
        }
        return result
    }
}
