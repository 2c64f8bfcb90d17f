import CKernels
import Foundation
import Tensors

/// How the elements of a resized tensor are made from those of the original, axis by axis.
struct Interpolation: Sendable {
    enum Mode: String, CaseIterable, Sendable { case nearest, linear, cubic }
    enum Rounding: String, CaseIterable, Sendable {
        case preferFloor = "round_prefer_floor"
        case preferCeil = "round_prefer_ceil"
        case floor, ceil
    }

    var mode = Mode.nearest
    var transformation = CoordinateTransformation.asymmetric
    var rounding = Rounding.floor
    /// The cubic kernel's free parameter: -0.5 for Catmull and Rom's, -0.75 as a default.
    ///
    /// Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981, doi:10.1109/TASSP.1981.1163711.
    var cubicCoefficient = -0.75
    /// Whether places outside of the original have no weight, instead of that of the nearest element.
    var excludesOutside = false
    /// Whether the kernel grows with the factor by which an axis shrinks.
    var antialiases = false

    /// The tensor with each axis as told; elements that come from outside a crop are `extrapolation`.
    func resample(_ x: Tensor, _ axes: [CoordinateTransformation.Axis], extrapolation: Float, in context: RunContext) -> Tensor {
        var result = x
        for (index, axis) in axes.enumerated() where changes(axis) {
            result = mode == .nearest ? nearest(result, index, axis) : weighted(result, index, axis, in: context)
        }
        return extrapolated(result, axes, by: extrapolation)
    }

    /// The tensor with `number` for the elements that come from outside a crop.
    func extrapolated(_ y: Tensor, _ axes: [CoordinateTransformation.Axis], by number: Float) -> Tensor {
        guard transformation == .tensorFlowCropAndResize else { return y }
        var result = y
        let fill = Tensor(scalar: number).converted(to: y.elementType)
        for (index, axis) in axes.enumerated() {
            let places = (0..<axis.resized).map { place in
                let original = transformation.original(of: place, axis)
                return original >= 0 && original <= Double(axis.extent - 1) ? place : -1
            }
            if places.contains(-1) { result = result.gathered(axis: index, indices: places, fill: fill) }
        }
        return result
    }

    /// Whether anything is done along an axis.
    func changes(_ axis: CoordinateTransformation.Axis) -> Bool {
        axis.extent != axis.resized || axis.scale != 1 || axis.crop != 0...1
    }

    /// The places that the element at `place` is made from.
    ///
    /// - Parameter isEndless: whether the original has places beyond its ends, instead of the nearest element standing for them.
    func sources(of place: Int, _ axis: CoordinateTransformation.Axis, isEndless: Bool) -> [Int] {
        let original = transformation.original(of: place, axis)
        let isInside = original >= 0 && original <= Double(axis.extent - 1)
        if !isEndless, transformation == .tensorFlowCropAndResize, !isInside { return [] }
        let isEndless = isEndless && abs(original) < 1e12
        guard mode == .nearest else { return neighbors(of: place, axis, isEndless: isEndless).map(\.index) }
        let nearest = nearestPlace(to: original)
        return [Int(isEndless ? nearest : min(max(nearest, 0), Double(axis.extent - 1)))]
    }

    private func nearestPlace(to original: Double) -> Double {
        switch rounding {
        case .preferFloor: (original - 0.5).rounded(.up)
        case .preferCeil: (original + 0.5).rounded(.down)
        case .floor: original.rounded(.down)
        case .ceil: original.rounded(.up)
        }
    }

    private func nearest(_ x: Tensor, _ index: Int, _ axis: CoordinateTransformation.Axis) -> Tensor {
        x.gathered(axis: index, indices: (0..<axis.resized).map { nearest($0, axis) })
    }

    /// The element that the one at `place` repeats.
    func nearest(_ place: Int, _ axis: CoordinateTransformation.Axis) -> Int {
        Int(min(max(nearestPlace(to: transformation.original(of: place, axis)), 0), Double(axis.extent - 1)))
    }

    private func weighted(_ x: Tensor, _ index: Int, _ axis: CoordinateTransformation.Axis, in context: RunContext) -> Tensor {
        var extents = x.shape.dimensions
        let groups = Shape(Array(extents[..<index])).elementCount
        let inner = Shape(Array(extents[(index + 1)...])).elementCount
        extents[index] = axis.resized
        let (indices, weights, tapCount) = taps(of: axis)
        return Tensor(Shape(extents)) { y in
            nonisolated(unsafe) let (source, target) = (x.floatElements.baseAddress, y.baseAddress)
            context.parallel(groups, grain: max(1, Broadcasting.grain / max(1, inner * axis.resized))) { range in
                cnns_resample_axis(
                    source?.advanced(by: range.lowerBound * axis.extent * inner),
                    target?.advanced(by: range.lowerBound * axis.resized * inner), range.count, axis.extent, inner, indices, weights,
                    axis.resized, tapCount)
            }
        }
    }

    /// For each place of a resized axis as many elements of the original, and their weights.
    func taps(of axis: CoordinateTransformation.Axis) -> (indices: [Int], weights: [Float], count: Int) {
        let rows = (0..<axis.resized).map { neighbors(of: $0, axis) }
        let count = rows.map(\.count).max() ?? 0
        let padded = rows.flatMap { $0 + [Neighbor](repeating: (0, 0), count: count - $0.count) }
        return (padded.map(\.index), padded.map { Float($0.weight) }, count)
    }

    typealias Neighbor = (index: Int, weight: Double)

    /// The elements that make the one at `place`, and their weights, which sum to 1.
    func neighbors(of place: Int, _ axis: CoordinateTransformation.Axis, isEndless: Bool = false) -> [Neighbor] {
        let last = Double(axis.extent - 1)
        let original = transformation.original(of: place, axis)
        let center = isEndless ? original : min(max(original, -2), last + 2)
        let scale = antialiases ? min(1, axis.scale) : 1
        let support = (mode == .cubic ? 2 : 1) / scale
        var neighbors: [Neighbor] = []
        for element in Int((center - support).rounded(.down)) + 1...Int((center + support).rounded(.up)) {
            let isOutside = !isEndless && (element < 0 || element >= axis.extent)
            let weight = isOutside && excludesOutside ? 0 : kernel(abs(Double(element) - center) * scale)
            if weight != 0 { neighbors.append((isEndless ? element : min(max(element, 0), axis.extent - 1), weight)) }
        }
        let sum = neighbors.reduce(0) { $0 + $1.weight }
        return sum == 0 ? [] : neighbors.map { ($0.index, $0.weight / sum) }
    }

    private func kernel(_ distance: Double) -> Double {
        let a = cubicCoefficient
        if mode == .linear { return max(0, 1 - distance) }
        if distance < 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
        return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0
    }
}
