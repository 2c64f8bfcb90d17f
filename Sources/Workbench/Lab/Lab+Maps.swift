import Imaging
import Inference
import Tensors

extension Lab {
    /// The output of a layer as maps `[C, H, W]`: a sequence is maps of one row, a list of features maps of one number.
    func maps(of layer: Layer, in session: Session) throws -> Tensor {
        try asMaps(output(of: layer, in: session), of: layer)
    }

    /// A value without its batch axis as maps `[C, H, W]`.
    func asMaps(_ output: Tensor, of layer: Layer) throws(LabError) -> Tensor {
        let output = output.convertedToFloat32()
        switch output.shape.rank {
        case 3: return output
        case 2: return output.reshaped(to: [output.shape[0], 1, output.shape[1]])
        case 1: return output.reshaped(to: [output.shape[0], 1, 1])
        default: throw LabError.noChannels(layer: layer.name, shape: output.shape)
        }
    }

    /// Filters over three channels with red first, whatever order the network reads them in.
    func inRGBOrder(_ filters: Tensor) -> Tensor {
        guard model?.preprocessing.channelOrder == .bgr else { return filters }
        let area = filters.shape[2] * filters.shape[3]
        return Tensor(filters.shape) { destination in
            let source = filters.floatElements
            for filter in 0..<filters.shape[0] {
                for channel in 0..<3 {
                    for place in 0..<area {
                        destination[(filter * 3 + channel) * area + place] = source[(filter * 3 + 2 - channel) * area + place]
                    }
                }
            }
        }
    }
}
