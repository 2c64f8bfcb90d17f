import Inference
import Tensors

// MARK: - Pooling

extension GraphBuilder {
    /// The greatest of each window; where windows do not come out even, `roundsUp` keeps a last one that reaches past the edge.
    package mutating func maximumPooling(
        _ name: String, of input: Value, kernel: Int, stride: Int, padding: Int = 0, roundsUp: Bool = false
    ) -> Value {
        var attributes: Attributes = [
            "kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride]), "pads": .ints(Array(repeating: padding, count: 4)),
        ]
        if roundsUp { attributes["ceil_mode"] = .int(1) }
        return add(name, "MaxPool", [input.name], input.channelCount, attributes)
    }

    /// The mean over `kernel` × `kernel` windows, side by side where no stride is given; padding counts as zeros.
    package mutating func averagePooling(_ name: String, of input: Value, kernel: Int, stride: Int? = nil, padding: Int = 0) -> Value {
        let stride = stride ?? kernel
        var attributes: Attributes = ["kernel_shape": .ints([kernel, kernel]), "strides": .ints([stride, stride])]
        if padding > 0 {
            attributes["pads"] = .ints(Array(repeating: padding, count: 4))
            attributes["count_include_pad"] = .int(1)
        }
        return add(name, "AveragePool", [input.name], input.channelCount, attributes)
    }

    /// `[N, C, H, W]` to `[N, C, 1, 1]`.
    package mutating func globalAveragePooling(_ name: String, of input: Value) -> Value {
        add(name, "GlobalAveragePool", [input.name], input.channelCount)
    }

    /// `[N, C, H, W]` to `[N, C]`: the mean over height and width.
    mutating func spatialMean(_ name: String, of input: Value) -> Value {
        let axes = constant("\(name).axes", Tensor([2], elements: [Int64(2), 3]))
        return add(name, "ReduceMean", [input.name, axes], input.channelCount, ["keepdims": .int(0)])
    }
}

// MARK: - Putting together and taking apart

extension GraphBuilder {
    package mutating func sum(_ name: String, of first: Value, and second: Value) -> Value {
        add(name, "Add", [first.name, second.name], first.channelCount)
    }

    mutating func product(_ name: String, of first: Value, and second: Value) -> Value {
        add(name, "Mul", [first.name, second.name], max(first.channelCount, second.channelCount))
    }

    /// Some of the channels.
    mutating func channels(_ range: Range<Int>, of input: Value, named name: String) -> Value {
        let places = [("start", range.lowerBound), ("end", range.upperBound), ("axis", 1)].map { role, place in
            constant("\(name).\(role)", Tensor([1], elements: [Int64(place)]))
        }
        return add(name, "Slice", [input.name] + places, range.count)
    }

    /// Every second row and column, from the first on.
    mutating func halving(_ name: String, of input: Value) -> Value {
        let places = [("start", 0), ("end", Int(Int32.max)), ("axis", 0), ("step", 2)].map { role, place in
            constant("\(name).\(role)", Tensor([2], elements: role == "axis" ? [Int64(2), 3] : [Int64(place), Int64(place)]))
        }
        return add(name, "Slice", [input.name] + places, input.channelCount)
    }

    /// Channels of zeros before and after those of the input, so that there are `channelCount`.
    mutating func channelPadding(_ name: String, of input: Value, channelCount: Int) -> Value {
        let missing = max(0, channelCount - input.channelCount)
        let pads = [0, missing / 2, 0, 0, 0, missing - missing / 2, 0, 0].map(Int64.init)
        return add(name, "Pad", [input.name, constant("\(name).pads", Tensor([8], elements: pads))], channelCount)
    }

    /// The channels of `groupCount` groups taken in turns: the first of each, then the second of each.
    mutating func channelShuffle(_ name: String, of input: Value, groupCount: Int) -> Value {
        let length = input.channelCount / max(1, groupCount)
        let order = (0..<length * groupCount).map { Int64($0 % groupCount * length + $0 / groupCount) }
        return add(
            name, "Gather", [input.name, constant("\(name).order", Tensor([order.count], elements: order))], order.count,
            ["axis": .int(1)])
    }

    /// `[N, C, H, W]` to `[N, C·H·W]`, where the maps have `positionCount` = H·W positions.
    package mutating func flattening(_ name: String, of input: Value, positionCount: Int) -> Value {
        add(name, "Flatten", [input.name], input.channelCount * positionCount, ["axis": .int(1)])
    }
}
