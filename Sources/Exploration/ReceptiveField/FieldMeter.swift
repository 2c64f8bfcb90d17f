import Inference
import Tensors

/// Proves a receptive field on the network itself: changes the input outside of it, and part by part inside, and looks at the unit.
///
/// No gradients are involved: a part's effect is how much the unit changes when noise takes its place.
package struct FieldMeter {
    private let specimen: Specimen
    private let field: ReceptiveField
    private let value: String
    private let input: Tensor
    private let places: InputPlaces
    /// The elements of the value that are the unit.
    private let unit: [Int]

    /// How often everything outside is replaced.
    private static let outsideTrialCount = 4
    /// How many inputs of noise are tried for a unit that does not react.
    private static let baseTrialCount = 4

    /// - Parameters:
    ///   - value: the value whose unit `field` was found for.
    ///   - axes: the spatial axes of that value.
    ///   - channel: the unit's channel and the axis of the channels; `nil` for all of them.
    /// - Throws: `RunError` where nothing is fed to the field's input, `FieldError` where the input is too large.
    package init(
        _ specimen: Specimen, _ field: ReceptiveField, of value: String, axes: [Int], channel: (axis: Int, index: Int)? = nil
    ) throws {
        guard let shape = specimen.network.values[value]?.shape else { throw RunError.unknownValue(value) }
        guard let input = specimen.feed.tensors[field.input] else { throw RunError.missingInput(field.input) }
        self.specimen = specimen.keepingLocality
        self.field = field
        self.value = value
        self.input = input.convertedToFloat32()
        places = InputPlaces(input.shape, axes: field.axes, isInside: try field.mask())
        let strides = shape.strides
        var fixed = Array(zip(axes, field.position))
        if let channel { fixed.append((channel.axis, channel.index)) }
        let count = shape.rank > 0 && shape[0] > 0 ? shape.elementCount / shape[0] : shape.elementCount
        unit = (0..<count).filter { element in fixed.allSatisfy { element / strides[$0.0] % shape[$0.0] == $0.1 } }
    }

    /// Measures; stopped, it returns what it has so far.
    ///
    /// - Throws: `RunError`, `EditError`.
    package func measure(control: RunControl = RunControl()) throws -> FieldMeasurement {
        var result = FieldMeasurement()
        result.outsideCount = places.outsideCount
        let blocks = places.blocks(of: field.clipped)
        result.plannedBlockCount = blocks.count
        do {
            try changeOutside(&result, control)
            guard let (base, before) = try livingBase(&result, control) else { return result }
            for (index, block) in blocks.enumerated() {
                try control.checkCancellation()
                control.report(Double(index) / Double(blocks.count))
                var random = RandomNumbers(seed: 2000 + UInt64(index))
                let after = try unitValues(noise(in: base, at: places.insideElements(of: block), &random), control)
                result.blocks.append(
                    FieldMeasurement.Block(
                        ranges: block, placeCount: places.insideCount(of: block), effect: Self.distance(before, after)))
            }
        } catch is RunCancelled {
            result.wasCancelled = true
        }
        return result
    }

    private func changeOutside(_ result: inout FieldMeasurement, _ control: RunControl) throws {
        guard places.outsideCount > 0 else { return }
        let before = try unitValues(input, control)
        for trial in 0..<Self.outsideTrialCount {
            var random = RandomNumbers(seed: UInt64(trial))
            let after = try unitValues(noise(in: input, at: places.outsideElements, &random), control)
            result.outsideTrialCount += 1
            if zip(before, after).contains(where: { $0.bitPattern != $1.bitPattern }) { result.changedTrialCount += 1 }
        }
    }

    /// The input, or noise in its place, whichever first has a unit that reacts to noise in its whole field.
    ///
    /// One that is 0 there, as behind an activation that lets nothing pass, is taken only where no other is found.
    private func livingBase(_ result: inout FieldMeasurement, _ control: RunControl) throws -> (base: Tensor, unit: [Float])? {
        var silent: (base: Tensor, unit: [Float])?
        for trial in 0...Self.baseTrialCount {
            var random = RandomNumbers(seed: 1000 + UInt64(trial))
            let base = trial == 0 ? input : noise(in: input, at: Array(0..<input.elementCount), &random)
            let before = try unitValues(base, control)
            let after = try unitValues(noise(in: base, at: places.insideElements(of: field.extents.map { 0..<$0 }), &random), control)
            guard Self.distance(before, after) > 0 else { continue }
            if silent == nil || before.contains(where: { $0 != 0 }) { result.base = trial == 0 ? .input : .noise(trial: trial) }
            if before.contains(where: { $0 != 0 }) { return (base, before) }
            silent = silent ?? (base, before)
        }
        return silent
    }

    private func unitValues(_ input: Tensor, _ control: RunControl) throws -> [Float] {
        let fed = specimen.fed(specimen.feed.tensors.merging([field.input: input]) { $1 })
        let tensor = try fed.value(value, control: control.withoutProgress).convertedToFloat32()
        return withExtendedLifetime(tensor.storage) { unit.map { tensor.floatElements[$0] } }
    }

    /// A tensor with noise from its own range at some elements.
    private func noise(in tensor: Tensor, at elements: [Int], _ random: inout RandomNumbers) -> Tensor {
        let statistics = input.statistics
        let isFlat = statistics.minimum == statistics.maximum
        let low = isFlat ? statistics.minimum - 1 : statistics.minimum
        let width = isFlat ? 2 : statistics.maximum - statistics.minimum
        return Tensor(tensor.shape) { numbers in
            _ = numbers.initialize(from: tensor.floatElements)
            for element in elements { numbers[element] = low + width * random.nextUnit() }
        }
    }

    private static func distance(_ first: [Float], _ second: [Float]) -> Double {
        let squares = zip(first, second).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
        return (squares / Double(max(1, first.count))).squareRoot()
    }
}

/// Where the places of an input stand among its elements.
private struct InputPlaces {
    private let extents: [Int]
    /// Whether each place, in row-major order, belongs to the field.
    private let isInside: [Bool]
    /// The element of each place in the first channel.
    private let elements: [Int]
    /// From an element to the one at the same place in each channel.
    private let offsets: [Int]

    init(_ shape: Shape, axes: [Int], isInside: [Bool]) {
        extents = axes.map { shape[$0] }
        self.isInside = isInside
        let strides = shape.strides
        elements = Self.sums(extents, axes.map { strides[$0] })
        let others = shape.dimensions.indices.filter { !axes.contains($0) && $0 > 0 }
        offsets = Self.sums(others.map { shape[$0] }, others.map { strides[$0] })
    }

    /// `Σ index · stride` for every place of a shape, in row-major order.
    private static func sums(_ extents: [Int], _ strides: [Int]) -> [Int] {
        zip(extents, strides).reduce([0]) { sums, axis in sums.flatMap { sum in (0..<axis.0).map { sum + $0 * axis.1 } } }
    }

    var outsideCount: Int { isInside.count { !$0 } }
    var outsideElements: [Int] { elements(of: isInside.indices.filter { !isInside[$0] }) }

    func insideCount(of block: [Range<Int>]) -> Int { insidePlaces(of: block).count }
    func insideElements(of block: [Range<Int>]) -> [Int] { elements(of: insidePlaces(of: block)) }

    private func elements(of places: [Int]) -> [Int] { places.flatMap { place in offsets.map { elements[place] + $0 } } }

    private func insidePlaces(of block: [Range<Int>]) -> [Int] {
        let strides = Shape(extents).strides
        let start = zip(block, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
        return Self.sums(block.map(\.count), strides).map { start + $0 }.filter { isInside[$0] }
    }

    /// The parts of a box that hold places of the field: 12 by 12 of a picture, 64 of a sequence, 5 by 5 by 5 of a volume.
    func blocks(of box: [Range<Int>]) -> [[Range<Int>]] {
        let limit = [64, 12, 5][min(max(box.count, 1), 3) - 1]
        let cuts = box.map { range in
            let count = min(limit, range.count)
            return (0..<count).map { index -> Range<Int> in
                range.lowerBound + range.count * index / count..<range.lowerBound + range.count * (index + 1) / count
            }
        }
        let all = cuts.reduce([[]]) { blocks, ranges in blocks.flatMap { block in ranges.map { block + [$0] } } }
        return all.filter { insideCount(of: $0) > 0 }
    }
}
