import Inference
import Tensors

/// The three networks of a cascade that finds faces: proposals, refinement, and landmarks, as facenet-pytorch writes them.
///
/// Each returns the probabilities of no face and of a face first, then the box; the last one landmarks too. Poolings keep the windows that
/// reach beyond the edge, and what is flattened is `[W, H, C]`, as in the Caffe networks that the weights were made for.
///
/// Source: Zhang, Zhang, Li, Qiao, "Joint face detection and alignment using multitask cascaded convolutional networks", IEEE Signal
/// Processing Letters 23(10), 2016, doi:10.1109/LSP.2016.2603342.
package struct CascadeNetwork: Architecture {
    package let name: String
    /// Height and width; `nil` where any will do.
    let side: Int?
    private let stages: [Stage]
    /// The fully connected layer after the convolutions, by its number and width; the first network has none.
    private let dense: (number: Int, channelCount: Int)?
    /// Landmark coordinates, or 0.
    private let landmarkCount: Int

    /// A convolution, its rectifier, and the pooling after it.
    private struct Stage {
        let channelCount: Int
        let kernel: Int
        /// `nil` where no pooling follows.
        let pool: Int?
    }

    package static let pnet = CascadeNetwork(
        name: "mtcnn-pnet", side: nil,
        stages: [
            Stage(channelCount: 10, kernel: 3, pool: 2), Stage(channelCount: 16, kernel: 3, pool: nil),
            Stage(channelCount: 32, kernel: 3, pool: nil),
        ], dense: nil, landmarkCount: 0)

    package static let rnet = CascadeNetwork(
        name: "mtcnn-rnet", side: 24,
        stages: [
            Stage(channelCount: 28, kernel: 3, pool: 3), Stage(channelCount: 48, kernel: 3, pool: 3),
            Stage(channelCount: 64, kernel: 2, pool: nil),
        ], dense: (4, 128), landmarkCount: 0)

    package static let onet = CascadeNetwork(
        name: "mtcnn-onet", side: 48,
        stages: [
            Stage(channelCount: 32, kernel: 3, pool: 3), Stage(channelCount: 64, kernel: 3, pool: 3),
            Stage(channelCount: 64, kernel: 3, pool: 2), Stage(channelCount: 128, kernel: 2, pool: nil),
        ], dense: (5, 256), landmarkCount: 10)

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(channelCount: 3, heightInPixels: side, widthInPixels: side)
        for (index, stage) in stages.enumerated() {
            let number = index + 1
            x = builder.convolution("conv\(number)", of: x, channelCount: stage.channelCount, kernel: stage.kernel, bias: true)
            x = builder.parametricRelu("prelu\(number)", of: x, spatialAxisCount: 2)
            if let pool = stage.pool { x = builder.maximumPooling("pool\(number)", of: x, kernel: pool, stride: 2, roundsUp: true) }
        }
        guard let dense else { return addHeads(of: x, to: &builder) }
        x = builder.transposition("permute", of: x, axes: [0, 3, 2, 1])
        // Three by three maps are left in both networks.
        x = builder.flattening("flatten", of: x, positionCount: 9)
        x = builder.linear("dense\(dense.number)", of: x, channelCount: dense.channelCount)
        x = builder.parametricRelu("prelu\(dense.number)", of: x, spatialAxisCount: 0)
        return addHeads(of: x, after: dense.number, to: &builder)
    }

    /// The heads of the fully convolutional network, at every place.
    private func addHeads(of x: GraphBuilder.Value, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        let scores = builder.convolution("conv4_1", of: x, channelCount: 2, kernel: 1, bias: true)
        let faces = builder.softmax("softmax4_1", of: scores, axis: 1)
        builder.alsoReturn(builder.convolution("conv4_2", of: x, channelCount: 4, kernel: 1, bias: true))
        return faces
    }

    private func addHeads(of x: GraphBuilder.Value, after number: Int, to builder: inout GraphBuilder) -> GraphBuilder.Value {
        let layer = "dense\(number + 1)"
        let scores = builder.linear("\(layer)_1", of: x, channelCount: 2)
        let faces = builder.softmax("softmax\(number + 1)_1", of: scores, axis: 1)
        builder.alsoReturn(builder.linear("\(layer)_2", of: x, channelCount: 4))
        if landmarkCount > 0 { builder.alsoReturn(builder.linear("\(layer)_3", of: x, channelCount: landmarkCount)) }
        return faces
    }
}

extension CascadeNetwork: ArchitectureFamily {
    package static let variants: [any Architecture] = [onet, pnet, rnet]

    /// The layers with the landmarks or the box tell which look it is.
    package static func member(fitting shapes: WeightShapes) -> (any Architecture)? {
        if shapes.has("conv4_2") { return pnet }
        if shapes.has("dense5_2") { return rnet }
        return shapes.has("dense6_3") ? onet : nil
    }
}
