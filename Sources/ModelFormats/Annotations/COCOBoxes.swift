#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Boxes as COCO writes them: `{"images": [{"id", "width", "height"}…], "annotations": [{"image_id", "bbox": [x, y, width, height]}…]}`.
///
/// Source: https://cocodataset.org/#format-data.
enum COCOBoxes {
    private static let byteLimit = 512 << 20

    private struct Document: Decodable {
        let images: [Picture]
        let annotations: [Annotation]
    }

    private struct Picture: Decodable {
        let id: Identifier
        let width: Double?
        let height: Double?
    }

    private struct Annotation: Decodable {
        let image_id: Identifier
        let bbox: [Double]?
    }

    /// A number, or in others' files a text.
    private enum Identifier: Decodable, Hashable {
        case number(Int)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    static func read(_ file: MappedFile) throws(AnnotationError) -> ObjectBoxes {
        guard file.byteCount <= byteLimit else { throw .tooLarge(path: file.path, limit: byteLimit) }
        let document: Document
        do {
            document = try withExtendedLifetime(file) { try JSONDecoder().decode(Document.self, from: Data(file.bytes)) }
        } catch {
            throw .notCOCO(path: file.path)
        }
        let pictures = Dictionary(document.images.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var boxes = ObjectBoxes()
        boxes.imageCount = pictures.count
        for annotation in document.annotations {
            guard let box = annotation.bbox, box.count == 4, let picture = pictures[annotation.image_id], let height = picture.height,
                let width = picture.width
            else {
                boxes.skippedCount += 1
                continue
            }
            boxes.add(height: box[3], width: box[2], imageHeight: height, imageWidth: width)
        }
        return boxes
    }
}
