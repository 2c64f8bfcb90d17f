import Inference
import Tensors
import Testing

struct ResizeTests {
    private let ramp = Tensor([1, 1, 1, 4], [0, 1, 2, 3])

    private func resized(_ attributes: Attributes, to width: Int, operatorSet: Int = 19) throws -> [Float] {
        try compute("Resize", attributes, [ramp, nil, nil, Tensor.integers([1, 1, 1, width])], operatorSet: operatorSet)[0].floats
    }

    @Test(
        arguments: [
            ("half_pixel", [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]), ("asymmetric", [0, 0.5, 1, 1.5, 2, 2.5, 3, 3]),
        ] as [(String, [Float])])
    func `a ramp stays a ramp`(transformation: String, expected: [Float]) throws {
        let attributes: Attributes = ["mode": .string("linear"), "coordinate_transformation_mode": .string(transformation)]
        #expect(try resized(attributes, to: 8) == expected)
    }

    @Test func `aligned corners keep their places`() throws {
        let attributes: Attributes = ["mode": .string("linear"), "coordinate_transformation_mode": .string("align_corners")]
        #expect(try resized(attributes, to: 7) == [0, 0.5, 1, 1.5, 2, 2.5, 3])
    }

    @Test func `the nearest element is taken`() throws {
        #expect(
            try resized(["coordinate_transformation_mode": .string("asymmetric"), "nearest_mode": .string("floor")], to: 8) == [
                0, 0, 1, 1, 2, 2, 3, 3,
            ])
        #expect(try resized([:], to: 2) == [0, 2])
    }

    @Test func `a smooth kernel keeps a constant`() throws {
        let x = Tensor([1, 2, 3, 3], repeating: 2.5)
        let scales = Tensor([4], [1, 1, 2.4, 0.7])
        for attributes in [["mode": .string("cubic")], ["mode": .string("linear"), "antialias": .int(1)]] as [Attributes] {
            let y = try compute("Resize", attributes, [x, nil, scales], operatorSet: 18)[0]
            #expect(y.shape == [1, 2, 7, 2])
            #expect(y.floats.allSatisfy { abs($0 - 2.5) < 1e-5 })
        }
    }

    @Test func `opset 10 and Upsample read scales where they have them`() throws {
        let scales = Tensor([4], [1, 1, 1, 2])
        let doubled: [Float] = [0, 0, 1, 1, 2, 2, 3, 3]
        #expect(try compute("Resize", [:], [ramp, scales], operatorSet: 10)[0].floats == doubled)
        #expect(try compute("Upsample", [:], [ramp, scales], operatorSet: 9)[0].floats == doubled)
        #expect(try compute("Upsample", ["scales": .floats([1, 1, 1, 2])], [ramp], operatorSet: 7)[0].floats == doubled)
    }

    @Test(arguments: [[1, 1, 1, 0], [1, 1, 1, -2], [1, 1, 1, .infinity], [1, 1, 1, .nan], [1, 1, 1, 1e30], [1, 1]] as [[Float]])
    func `factors that make no shape are refused`(_ scales: [Float]) {
        #expect(throws: OperatorError.self) { try compute("Resize", [:], [ramp, nil, Tensor([scales.count], scales)]) }
    }
}
