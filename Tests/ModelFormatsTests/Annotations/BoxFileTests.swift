import Foundation
import Imaging
import ModelFormats
import TestSupport
import Testing

@Suite struct BoxFileTests {
    static let coco = """
        {"info": {"year": 2017}, "images": [{"id": 1, "width": 640, "height": 480, "file_name": "a.jpg"}, {"id": "b", "width": 100, "height": 200}],
         "annotations": [{"id": 1, "image_id": 1, "bbox": [10.5, 20, 32, 8], "segmentation": [[1, 2]], "category_id": 3},
          {"id": 2, "image_id": "b", "bbox": [0, 0, 100, 200]}, {"id": 3, "image_id": 9, "bbox": [0, 0, 1, 1]}, {"id": 4, "image_id": 1},
          {"id": 5, "image_id": 1, "bbox": [0, 0, 0, 5]}], "categories": []}
        """

    static let voc = """
        <?xml version="1.0"?><!DOCTYPE annotation SYSTEM "none">
        <annotation verified="yes"><!-- <object> -->
          <filename>a>b.jpg</filename><size><width>500</width><height> 375 </height><depth>3</depth></size>
          <object><name>cat &amp; dog</name><bndbox><xmin>1</xmin><ymin>11</ymin><xmax>50</xmax><ymax>30</ymax></bndbox>
            <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part></object>
          <object><name><![CDATA[<x>]]></name><difficult/></object>
        </annotation>
        """

    private func read(_ text: String) throws(AnnotationError) -> ObjectBoxes {
        try BoxFile.read(MappedFile(path: "boxes", contents: Array(text.utf8)))
    }

    @Test func `COCO's boxes have the sizes of their pictures`() throws {
        let boxes = try read(Self.coco)
        #expect(boxes.imageCount == 2 && boxes.skippedCount == 3)
        #expect(
            boxes.boxes == [
                ObjectBox(heightInPixels: 8, widthInPixels: 32, imageHeightInPixels: 480, imageWidthInPixels: 640),
                ObjectBox(heightInPixels: 200, widthInPixels: 100, imageHeightInPixels: 200, imageWidthInPixels: 100),
            ])
    }

    @Test func `VOC's boxes include both of their corners, and parts are no objects`() throws {
        let boxes = try read(Self.voc)
        #expect(boxes.imageCount == 1 && boxes.skippedCount == 1)
        #expect(
            boxes.boxes == [ObjectBox(heightInPixels: 20, widthInPixels: 50, imageHeightInPixels: 375, imageWidthInPixels: 500)])
    }

    @Test func `a folder is all its files`() throws {
        let folder = try TemporaryFolder()
        for name in ["a.xml", "b.xml", "notes.txt"] {
            try Self.voc.write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
        }
        let boxes = try BoxFile.read(path: folder.path)
        #expect(boxes.imageCount == 2 && boxes.boxes.count == 2)
    }

    @Test func `sizes are those in the network's input`() {
        let box = ObjectBox(heightInPixels: 40, widthInPixels: 90, imageHeightInPixels: 480, imageWidthInPixels: 640)
        var preprocessing = Preprocessing.imageNet
        func check(_ expected: Double) { #expect(abs(box.size(for: preprocessing) - expected) < 1e-9) }
        let (rows, columns): (Double, Double) = (224 / 480, 224 / 640)
        check(32)
        preprocessing.resizeShortSide = nil
        check(60 * rows)
        preprocessing.fit = .pad
        check(60 * columns)
        preprocessing.fit = .stretch
        check(60 * (rows * columns).squareRoot())
    }

    @Test(arguments: [
        ("", "expected annotations of COCO (JSON) or VOC (XML) in 'boxes', found neither"),
        ("[1, 2]", "expected annotations of COCO (JSON) or VOC (XML) in 'boxes', found neither"),
        ("{\"images\": []}", "expected COCO's lists 'images' and 'annotations' in 'boxes', found other JSON"),
        ("{\"images\": [", "expected COCO's lists 'images' and 'annotations' in 'boxes', found other JSON"),
        ("<html></html>", "expected VOC's 'annotation' with a 'size' in 'boxes', found other XML"),
        ("<annotation><size>", "expected the end of 'size' at byte 18 of 'boxes', found none"),
        ("<annotation></size>", "expected the end of 'annotation' at byte 12 of 'boxes', found none"),
        ("<annotation", "expected '>' at byte 11 of 'boxes', found none"),
        ("<a><!-- ", "expected '-->' behind '<!--' at byte 3 of 'boxes', found none"),
        ("< a>", "expected the name of an element at byte 1 of 'boxes', found none"),
    ])
    func `other files are refused`(text: String, message: String) {
        let error = #expect(throws: AnnotationError.self) { try read(text) }
        #expect(error?.description == message)
    }

    @Test func `nesting is bounded`() {
        #expect(throws: AnnotationError.self) { try read(String(repeating: "<a>", count: 100_000)) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: AnnotationError.self) { try read("{\"images\": \(deep)") }
    }

    @Test func `a path without boxes says so`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: AnnotationError.noFiles(path: folder.path)) { try BoxFile.read(path: folder.path) }
        #expect(throws: FileError.self) { try BoxFile.read(path: folder.path + "/missing.json") }
        let empty = folder.path + "/empty.json"
        try "{\"images\": [], \"annotations\": []}".write(toFile: empty, atomically: true, encoding: .utf8)
        #expect(throws: AnnotationError.noBoxes(path: empty)) { try BoxFile.read(path: empty) }
    }

    @Test(arguments: [coco, voc]) func `a damaged file is read or refused`(text: String) {
        for seed in UInt64(0)..<2000 {
            var generator = SeededGenerator(seed: seed)
            let file = MappedFile(path: "boxes", contents: generator.mutation(of: Array(text.utf8)))
            do {
                let boxes = try BoxFile.read(file)
                #expect(boxes.boxes.allSatisfy { $0.heightInPixels > 0 && $0.widthInPixels.isFinite }, "seed \(seed)")
            } catch {
                #expect(error.description.contains("'boxes'"), "seed \(seed)")
            }
        }
    }
}
