import CImageCodecs
import Tensors

/// How many pixels of a figure a cell of a map takes: several, one, or a fraction.
enum MapScale: Equatable {
    /// Every number is a square of this many pixels a side.
    case enlarged(Int)
    /// Every pixel is the mean of a square of this many numbers a side.
    case reduced(Int)

    /// The largest scale at which `cellCount` cells fit into `pixelCount` pixels.
    init(fitting cellCount: Int, into pixelCount: Int) {
        let cells = max(1, cellCount)
        let pixels = max(1, pixelCount)
        self = cells <= pixels ? .enlarged(pixels / cells) : .reduced((cells + pixels - 1) / pixels)
    }

    /// The pixels that `cellCount` cells take.
    func pixels(_ cellCount: Int) -> Int {
        switch self {
        case .enlarged(let factor): cellCount * factor
        case .reduced(let factor): (cellCount + factor - 1) / factor
        }
    }

    /// The smaller of two scales.
    static func smaller(_ first: MapScale, _ second: MapScale) -> MapScale { first.factor <= second.factor ? first : second }

    /// Pixels a cell, below 1 where reduced.
    var factor: Double {
        switch self {
        case .enlarged(let factor): Double(factor)
        case .reduced(let factor): 1 / Double(factor)
        }
    }

    /// What a caption says: `4x`, `1:2`, nothing for one to one.
    var description: String {
        switch self {
        case .enlarged(1): ""
        case .enlarged(let factor): ", enlarged \(factor)x"
        case .reduced(let factor): ", reduced 1:\(factor) (means)"
        }
    }

    /// The numbers of a plane `[H, W]` as this scale paints them: means where it reduces, themselves otherwise.
    func numbers(of plane: Tensor) -> (numbers: Tensor, enlargement: Int) {
        switch self {
        case .enlarged(let factor): (plane, factor)
        case .reduced(let factor): (Self.means(of: plane, factor), 1)
        }
    }

    private static func means(of plane: Tensor, _ factor: Int) -> Tensor {
        let (height, width) = (plane.shape[0], plane.shape[1])
        let (rows, columns) = ((height + factor - 1) / factor, (width + factor - 1) / factor)
        return Tensor([rows, columns]) { means in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { sums in
                guard let source = plane.floatElements.baseAddress, let sums = sums.baseAddress, let means = means.baseAddress else {
                    return
                }
                cimagecodecs_means(source, height, width, factor, sums, means)
            }
        }
    }
}
