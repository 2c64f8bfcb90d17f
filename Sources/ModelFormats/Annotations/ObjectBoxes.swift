import Imaging

/// An object that somebody marked in a picture, with the picture's size.
package struct ObjectBox: Sendable, Equatable {
    package let heightInPixels: Double
    package let widthInPixels: Double
    package let imageHeightInPixels: Double
    package let imageWidthInPixels: Double

    package init(heightInPixels: Double, widthInPixels: Double, imageHeightInPixels: Double, imageWidthInPixels: Double) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.imageHeightInPixels = imageHeightInPixels
        self.imageWidthInPixels = imageWidthInPixels
    }

    /// The side of a square of the box's area, √(wh), once the picture is brought to a network's input; what is cut off there counts too.
    package func size(for preprocessing: Preprocessing) -> Double {
        let rows = Double(preprocessing.heightInPixels) / imageHeightInPixels
        let columns = Double(preprocessing.widthInPixels) / imageWidthInPixels
        let area = heightInPixels * widthInPixels
        let factor =
            switch preprocessing.fit {
            case .stretch: (rows * columns).squareRoot()
            case .pad: min(rows, columns)
            case .crop:
                preprocessing.resizeShortSide.map { Double($0) / min(imageHeightInPixels, imageWidthInPixels) } ?? max(rows, columns)
            }
        return area.squareRoot() * factor
    }
}

/// The objects of an annotation file, or of a folder of them.
package struct ObjectBoxes: Sendable, Equatable {
    package var boxes: [ObjectBox] = []
    /// Pictures that the annotations speak of, with objects or without.
    package var imageCount = 0
    /// Objects without a box, without a known picture, or of no area.
    package var skippedCount = 0

    mutating func add(height: Double, width: Double, imageHeight: Double, imageWidth: Double) {
        let sides = [height, width, imageHeight, imageWidth]
        guard sides.allSatisfy({ $0.isFinite && $0 > 0 && $0 < 1e9 }) else {
            skippedCount += 1
            return
        }
        boxes.append(
            ObjectBox(heightInPixels: height, widthInPixels: width, imageHeightInPixels: imageHeight, imageWidthInPixels: imageWidth))
    }

    mutating func add(_ other: ObjectBoxes) {
        boxes += other.boxes
        imageCount += other.imageCount
        skippedCount += other.skippedCount
    }
}

/// Why a file has no boxes to offer.
package enum AnnotationError: Error, Equatable {
    case tooLarge(path: String, limit: Int)
    case neither(path: String)
    case notCOCO(path: String)
    case malformed(path: String, offset: Int, expected: String)
    case notVOC(path: String)
    case noBoxes(path: String)
    case noFiles(path: String)
    case tooManyFiles(path: String, limit: Int)
}

extension AnnotationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge(let path, let limit): "expected annotations of at most \(limit >> 20) MiB in '\(path)', found more"
        case .neither(let path): "expected annotations of COCO (JSON) or VOC (XML) in '\(path)', found neither"
        case .notCOCO(let path): "expected COCO's lists 'images' and 'annotations' in '\(path)', found other JSON"
        case .malformed(let path, let offset, let expected): "expected \(expected) at byte \(offset) of '\(path)', found none"
        case .notVOC(let path): "expected VOC's 'annotation' with a 'size' in '\(path)', found other XML"
        case .noBoxes(let path): "expected boxes of objects in '\(path)', found none"
        case .noFiles(let path): "expected .xml files in the folder '\(path)', found none"
        case .tooManyFiles(let path, let limit): "expected at most \(limit) files in '\(path)', found more"
        }
    }
}
