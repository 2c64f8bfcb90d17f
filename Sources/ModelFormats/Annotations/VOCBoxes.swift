/// Boxes as Pascal VOC writes them, a file a picture: `<annotation><size><width/><height/></size><object><bndbox><xmin/>…`.
///
/// Corners are pixels that belong to the box, so that its width is xmax − xmin + 1.
///
/// Source: Everingham, Winn, "The PASCAL visual object classes challenge 2012 development kit", 2012, section 6.
enum VOCBoxes {
    private static let byteLimit = 16 << 20

    static func read(_ file: MappedFile) throws(AnnotationError) -> ObjectBoxes {
        guard file.byteCount <= byteLimit else { throw .tooLarge(path: file.path, limit: byteLimit) }
        let bytes = withExtendedLifetime(file) { Array(file.bytes) }
        var reader = XMLElements(bytes, path: file.path)
        var image: [String: Double] = [:]
        var objects: [[String: Double]] = []
        while let element = try reader.next() {
            switch element.path {
            case ["annotation", "size", "width"], ["annotation", "size", "height"]: image[element.name] = element.number
            case ["annotation", "object"]: objects.append([:])
            case ["annotation", "object", "bndbox", "xmin"], ["annotation", "object", "bndbox", "ymin"],
                ["annotation", "object", "bndbox", "xmax"], ["annotation", "object", "bndbox", "ymax"]:
                if !objects.isEmpty { objects[objects.count - 1][element.name] = element.number }
            default: break
            }
        }
        guard let height = image["height"], let width = image["width"] else { throw .notVOC(path: file.path) }
        var boxes = ObjectBoxes()
        boxes.imageCount = 1
        for object in objects {
            guard let left = object["xmin"], let top = object["ymin"], let right = object["xmax"], let bottom = object["ymax"] else {
                boxes.skippedCount += 1
                continue
            }
            boxes.add(height: bottom - top + 1, width: right - left + 1, imageHeight: height, imageWidth: width)
        }
        return boxes
    }
}
