import Exploration
import Tensors

/// Resizing of planes, in floating point.
extension Function {
    static let resize = Function(
        "resize", "x", "height", "width?", "filter?",
        summary: "x with other sides, by 'bilinear' (averaging where it shrinks) or 'nearest'",
        shapes: "x is a plane [H, W], maps [C, H, W] or [1, C, H, W], or a picture [H, W, 3]; gives height and width, or a square"
    ) { arguments, session in
        let planes = try Planes(arguments.tensor("x"))
        let height = try arguments.integer("height", in: 1...16384)
        let width = try arguments.integer("width", in: 1...16384, default: height)
        let filter = arguments.has("filter") ? try arguments["filter"].string() : "bilinear"
        guard filter == "bilinear" || filter == "nearest" else {
            throw ValueError.unexpected(expected: "'bilinear' or 'nearest'", found: "'\(filter)'")
        }
        _ = try Shape([planes.count, Swift.max(height, planes.height), Swift.max(width, planes.width)]).boundedElementCount()
        let resampling = PlaneResampling(
            height: planes.height, width: planes.width, toHeight: height, toWidth: width, isNearest: filter == "nearest")
        var resized: [Float] = []
        for channel in 0..<planes.count {
            try session.control.checkCancellation()
            resized += resampling.applied(to: planes.tensor.part(channel).floats)
        }
        return .tensor(planes.restored(Tensor([planes.count, height, width], resized)))
    }
}
