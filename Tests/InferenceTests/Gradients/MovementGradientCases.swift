import Inference
import Tensors

extension GradientCases {
    static let movements: [GradientCase] =
        [
            GradientCase("Concat", ["axis": .int(1)], [.random([2, 3, 2]), .random([2, 1, 2]), .constant(Tensor.counting([2, 2, 2]))]),
            GradientCase("Compress", ["axis": .int(1)], [.random([2, 3]), .constant(Tensor([2], elements: [false, true]))]),
            GradientCase("DepthToSpace", ["blocksize": .int(2)], [.random([1, 8, 2, 1])]),
            GradientCase("DepthToSpace", ["blocksize": .int(2), "mode": .string("CRD")], [.random([1, 8, 2, 1])]),
            GradientCase("Dropout"),
            GradientCase("Expand", [:], [.random([3, 1]), .integers([2, 1, 4])]),
            GradientCase("Flatten", ["axis": .int(2)]),
            GradientCase("Gather", ["axis": .int(1)], [.random([2, 4, 2]), .constant(Tensor([2, 2], elements: [Int64(0), -1, 0, 2]))]),
            GradientCase(
                "GatherElements", ["axis": .int(1)], [.random([2, 3]), .constant(Tensor([2, 2], elements: [Int64(0), 0, -1, 2]))]),
            GradientCase("GatherND", [:], [.random([2, 3, 2]), .constant(Tensor([3, 2], elements: [Int64(0), 1, 0, 1, -1, 2]))]),
            GradientCase("Identity"),
            GradientCase("Pad", [:], [.random([2, 3]), .integers([1, 0, 1, 2]), .numbers([], [0.5])], note: "constant"),
            GradientCase("Pad", [:], [.random([3, 3]), .integers([-1, 1, 0, -2])], note: "negative"),
            GradientCase("Pad", ["pads": .ints([1, 0, 1, 2]), "value": .float(3)], [.random([2, 3])], operatorSet: 9),
            GradientCase("ReverseSequence", [:], [.random([3, 2, 2]), .integers([2, 3])]),
            GradientCase("Reshape", [:], [.random([2, 3, 4]), .integers([4, -1])]),
            GradientCase(
                "Slice", [:], [.random([4, 5]), .integers([3, 0]), .integers([0, 5]), .integers([0, 1]), .integers([-2, 2])]),
            GradientCase("SpaceToDepth", ["blocksize": .int(2)], [.random([1, 2, 4, 2])]),
            GradientCase("Split", ["axis": .int(1)], [.random([2, 5, 2]), .integers([2, 1, 2])], outputCount: 3),
            GradientCase("Squeeze", [:], [.random([2, 1, 4]), .integers([1])]),
            GradientCase("Tile", [:], [.random([2, 3]), .integers([2, 3])]),
            GradientCase("Transpose", ["perm": .ints([2, 0, 1])]),
            GradientCase("Trilu", ["upper": .int(0)], [.random([2, 3, 4]), .constant(Tensor([], elements: [Int64(1)]))]),
            GradientCase("Unsqueeze", [:], [.random([2, 4]), .integers([0, 2])]),
        ]
        + ["edge", "reflect", "wrap"].map { mode in
            GradientCase("Pad", ["mode": .string(mode)], [.random([3, 4]), .integers([2, 1, 1, 3])])
        } + resizings

    private static let resizings: [GradientCase] =
        [
            ["mode": .string("linear")], ["mode": .string("linear"), "coordinate_transformation_mode": .string("align_corners")],
            ["mode": .string("cubic")], ["mode": .string("linear"), "antialias": .int(1)], ["mode": .string("nearest")],
        ].flatMap { attributes in
            [[1, 1, 7, 3], [1, 1, 2, 9]].map { sizes in
                GradientCase(
                    "Resize", attributes, [.random([1, 1, 4, 5]), .missing, .missing, .integers(sizes)],
                    reference: Reference.linear("Resize", attributes, others: [nil, nil, .integers(sizes)]))
            }
        } + [cropping, upsampling("linear"), upsampling("nearest")]

    private static let cropping: GradientCase = {
        let attributes: Attributes = [
            "mode": .string("linear"), "coordinate_transformation_mode": .string("tf_crop_and_resize"), "extrapolation_value": .float(2),
        ]
        let others: [Tensor?] = [Tensor([4], [0, -0.2, 1, 0.7]), nil, .integers([3, 6])]
        return GradientCase(
            "Resize", attributes, [.random([3, 4]), .constant(Tensor([4], [0, -0.2, 1, 0.7])), .missing, .integers([3, 6])], note: "crop",
            reference: Reference.linear("Resize", attributes, others: others))
    }()

    private static func upsampling(_ mode: String) -> GradientCase {
        let attributes: Attributes = ["mode": .string(mode)]
        let scales = Tensor([4], [1, 1, 2, 1.5])
        return GradientCase(
            "Upsample", attributes, [.random([1, 2, 3, 2]), .constant(scales)], operatorSet: 9,
            reference: Reference.linear("Upsample", attributes, operatorSet: 9, others: [scales]))
    }
}
