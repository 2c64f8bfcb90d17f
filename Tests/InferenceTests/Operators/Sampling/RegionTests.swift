import Inference
import Tensors
import TestSupport
import Testing

@Suite struct RegionTests {
    private static let x = Tensor.random([2, 3, 6, 8], seed: 1)
    private static let images = Tensor([2], elements: [Int64(1), 0])

    @Test(arguments: [1, 2, 3]) func `an aligned region holds the means of its samples`(ratio: Int) throws {
        let regions = Tensor([2, 4], [1, 2, 6.5, 5, 0, 0, 4, 4.5])
        let attributes: Attributes = [
            "output_height": .int(2), "output_width": .int(3), "sampling_ratio": .int(ratio), "spatial_scale": .float(0.75),
        ]
        let y = try compute("RoiAlign", attributes, [Self.x, regions, Self.images])[0]
        #expect(y.shape == [2, 3, 2, 3])
        let numbers = Self.x.doubles
        let expected = (0..<y.elementCount).map { index -> Double in
            let place = y.shape.place(of: index)
            let region = regions.doubles[place[0] * 4..<place[0] * 4 + 4].map { $0 * 0.75 - 0.5 }
            let map = ((place[0] == 0 ? 1 : 0) * 3 + place[1]) * 48
            let (height, width) = ((region[3] - region[1]) / 2, (region[2] - region[0]) / 3)
            var sum = 0.0
            for row in 0..<ratio {
                for column in 0..<ratio {
                    let y = min(max(region[1] + (Double(place[2]) + (Double(row) + 0.5) / Double(ratio)) * height, 0), 5)
                    let x = min(max(region[0] + (Double(place[3]) + (Double(column) + 0.5) / Double(ratio)) * width, 0), 7)
                    let (top, left) = (min(Int(y), 4), min(Int(x), 6))
                    let (fy, fx) = (y - Double(top), x - Double(left))
                    let corner = map + top * 8 + left
                    sum += (1 - fy) * (1 - fx) * numbers[corner] + (1 - fy) * fx * numbers[corner + 1]
                    sum += fy * (1 - fx) * numbers[corner + 8] + fy * fx * numbers[corner + 9]
                }
            }
            return sum / Double(ratio * ratio)
        }
        #expect(y.doubles.greatestDifference(to: expected) < 1e-5)
    }

    @Test func `a pooled region holds its maxima`() throws {
        let regions = Tensor([2, 5], [1, 0, 0, 7, 5, 0, 2, 1, 3, 2])
        let y = try compute("MaxRoiPool", ["pooled_shape": .ints([3, 4])], [Self.x, regions])[0]
        #expect(y.shape == [2, 3, 3, 4])
        let numbers = Self.x.floats
        func greatest(_ image: Int, _ channel: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Float {
            rows.flatMap { row in columns.map { numbers[((image * 3 + channel) * 6 + row) * 8 + $0] } }.max() ?? 0
        }
        // The first region is the whole map, in shares of 2 rows and 2 columns.
        #expect(y.floats[0] == greatest(1, 0, 0..<2, 0..<2))
        #expect(y.floats[35] == greatest(1, 2, 4..<6, 6..<8))
        // The second is 2 by 2 elements, each of them in more than one share.
        #expect(y.floats[36] == greatest(0, 0, 1..<2, 2..<3))
        #expect(y.floats[36 + 5] == greatest(0, 0, 1..<3, 2..<3))
    }

    @Test(arguments: [Float.nan, .infinity, 1e30]) func `a region that is nowhere is refused`(_ number: Float) {
        #expect(throws: OperatorError.self) {
            try compute("RoiAlign", [:], [Self.x, Tensor([2, 4], repeating: number), Self.images])
        }
        #expect(throws: OperatorError.self) {
            try compute("MaxRoiPool", ["pooled_shape": .ints([1, 1])], [Self.x, Tensor([1, 5], [0, 0, 0, number, number])])
        }
    }

    @Test func `an image outside of the batch is refused`() {
        #expect(throws: OperatorError.index(role: "batch_indices", found: 2, extent: 2)) {
            try compute("RoiAlign", [:], [Self.x, Tensor([1, 4], [0, 0, 1, 1]), Tensor([1], elements: [Int64(2)])])
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `no box that is kept overlaps a better one too much`(seed: UInt64) throws {
        let corners = Tensor.random([1, 40, 4], in: 0...1, seed: seed)
        let scores = Tensor.random([1, 2, 40], in: 0...1, seed: seed + 10)
        let rows = try compute(
            "NonMaxSuppression", [:],
            [corners, scores, Tensor([], elements: [Int64(100)]), Tensor(scalar: 0.3), Tensor(scalar: 0.4)])[0]
        let kept = try #require(rows.integers)
        func overlap(_ a: Int, _ b: Int) -> Double {
            func box(_ i: Int) -> [Double] {
                let n = corners.doubles[4 * i..<4 * i + 4].map { $0 }
                return [min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])]
            }
            let (p, q) = (box(a), box(b))
            let both = max(0, min(p[2], q[2]) - max(p[0], q[0])) * max(0, min(p[3], q[3]) - max(p[1], q[1]))
            return both / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - both)
        }
        for kind in 0..<2 {
            let boxes = stride(from: 0, to: kept.count, by: 3).filter { kept[$0 + 1] == kind }.map { kept[$0 + 2] }
            func score(_ box: Int) -> Float { scores.floats[kind * 40 + box] }
            #expect(zip(boxes, boxes.dropFirst()).allSatisfy { score($0) >= score($1) } && !boxes.isEmpty)
            for box in 0..<40 {
                let betters = boxes.filter { score($0) > score(box) }
                let isFree = betters.allSatisfy { overlap(box, $0) <= 0.3 } && score(box) > 0.4
                #expect(boxes.contains(box) == isFree, "box \(box), seed \(seed)")
            }
        }
    }

    @Test func `centers and sizes are boxes too, and a limit is one a class`() throws {
        let centers = Tensor([1, 3, 4], [0.5, 0.5, 1, 1, 0.5, 0.6, 1, 1, 2, 2, 1, 1])
        let scores = Tensor([1, 1, 3], [0.9, 0.8, 0.7])
        func kept(_ limit: Int64) throws -> [Int]? {
            try compute(
                "NonMaxSuppression", ["center_point_box": .int(1)], [centers, scores, Tensor([], elements: [limit]), Tensor(scalar: 0.5)])[
                    0
                ]
                .integers
        }
        #expect(try kept(10) == [0, 0, 0, 0, 0, 2])
        #expect(try kept(1) == [0, 0, 0])
        #expect(try kept(0) == [])
    }
}
