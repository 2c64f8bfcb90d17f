/// How a place along an axis of a resized tensor maps to a place along the axis of the original.
///
/// Source: ONNX Resize, attribute `coordinate_transformation_mode`, opsets 11, 13, 18, 19.
enum CoordinateTransformation: String, CaseIterable, Sendable {
    case halfPixel = "half_pixel"
    case halfPixelSymmetric = "half_pixel_symmetric"
    case pytorchHalfPixel = "pytorch_half_pixel"
    case alignCorners = "align_corners"
    case asymmetric
    case tensorFlowHalfPixelForNearest = "tf_half_pixel_for_nn"
    case tensorFlowCropAndResize = "tf_crop_and_resize"

    /// One axis before and after.
    struct Axis {
        var extent: Int
        var resized: Int
        /// The factor as the node states it, which need not be `resized / extent`.
        var scale: Double
        /// The part of the axis to read, in shares of it: only for ``tensorFlowCropAndResize``.
        var crop = 0.0...1.0
    }

    /// The place in the original, where the first element stands at 0.
    func original(of place: Int, _ axis: Axis) -> Double {
        let place = Double(place)
        switch self {
        case .halfPixel: return (place + 0.5) / axis.scale - 0.5
        case .pytorchHalfPixel: return axis.resized > 1 ? (place + 0.5) / axis.scale - 0.5 : 0
        case .alignCorners: return axis.resized > 1 ? place * Double(axis.extent - 1) / (axis.scale * Double(axis.extent) - 1) : 0
        case .asymmetric: return place / axis.scale
        case .tensorFlowHalfPixelForNearest: return (place + 0.5) / axis.scale
        case .halfPixelSymmetric:
            let adjustment = Double(axis.resized) / (axis.scale * Double(axis.extent))
            return Double(axis.extent) / 2 * (1 - adjustment) + (place + 0.5) / axis.scale - 0.5
        case .tensorFlowCropAndResize:
            let last = Double(axis.extent - 1)
            guard axis.resized > 1 else { return (axis.crop.lowerBound + axis.crop.upperBound) / 2 * last }
            return axis.crop.lowerBound * last + place * (axis.crop.upperBound - axis.crop.lowerBound) * last / Double(axis.resized - 1)
        }
    }
}
