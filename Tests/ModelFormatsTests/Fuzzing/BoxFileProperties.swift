import ModelFormats

/// What holds of annotations whatever bytes they are: they are refused, or every box has an area.
enum BoxFileProperties {
    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8]) -> String? {
        do throws(AnnotationError) {
            let boxes = try BoxFile.read(MappedFile(path: "fuzzed", contents: bytes))
            guard boxes.boxes.count + boxes.skippedCount <= bytes.count else { return "\(boxes.boxes.count) boxes" }
            let sides = boxes.boxes.flatMap { [$0.heightInPixels, $0.widthInPixels, $0.imageHeightInPixels, $0.imageWidthInPixels] }
            return sides.allSatisfy { $0 > 0 && $0.isFinite } ? nil : "a box without area"
        } catch {
            return error.description.contains("'fuzzed'") ? nil : "an error that does not name the file"
        }
    }
}
