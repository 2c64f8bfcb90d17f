import Imaging
import Foundation
import TestSupport
import Testing
import Workbench

/// `profile`: what layers see and cost.
struct ProfileTests {
    private func outputs(_ source: String) -> (tables: [Table], figures: [Figure], lines: [String]) {
        let transcript = Transcript()
        let succeeded = transcript.session().execute(source)
        let outputs = transcript.takeOutputs()
        #expect(succeeded, "\(outputs)")
        return (
            outputs.compactMap { if case .table(let table) = $0 { table } else { nil } },
            outputs.compactMap { if case .figure(let figure) = $0 { figure } else { nil } },
            outputs.compactMap { if case .text(let text) = $0 { text } else { nil } }
        )
    }

    private func column(_ title: String, of table: Table) -> [String] {
        guard let index = table.columns.firstIndex(where: { $0.title == title }) else { return [] }
        return table.rows.map { $0[index] }
    }

    @Test func `the current model's layers are listed with field, scale and cost`() throws {
        let (tables, figures, _) = outputs("load digits; profile")
        let table = try #require(tables.first)
        #expect(column("layer", of: table) == ["conv1", "pool1", "conv2", "pool2", "flatten", "fc1", "fc2"])
        #expect(column("rf", of: table).prefix(4) == ["5", "6", "14", "16"])
        #expect(figures.count == 1)
    }

    @Test func `all layers are listed when asked for`() throws {
        let (tables, _, _) = outputs("profile resnet18 all")
        #expect(tables.first?.rows.count == 69)
        #expect(tables.first?.caption.contains("69 of 69 layers, 11,689,512 parameters, 1.81 G multiply-adds") == true)
    }

    @Test func `several networks share a figure, a line each`() throws {
        let (tables, figures, _) = outputs("net a \"c3*5\"; net b \"c3d2*5\"; profile a b rf density cost")
        #expect(tables.map(\.caption).map { $0.prefix(2) } == ["a,", "b,"])
        #expect(figures.count == 3)
        #expect(figures[0].textTwin == ["  a: 1: 3, 2: 5, 3: 7, 4: 9, 5: 11", "  b: 1: 5, 2: 9, 3: 13, 4: 17, 5: 21"])
    }

    @Test func `the article's values stand beside the exact ones`() throws {
        let (tables, figures, _) = outputs("net d \"c3d2*5\"; profile article; expect _[4, 0] == 21; expect _[4, 2] == 243")
        let table = try #require(tables.first)
        #expect(column("rf", of: table).last == "21")
        #expect(column("scale", of: table).last == "11")
        #expect(column("article √s", of: table) == ["3", "9", "27", "81", "243"])
        #expect(column("√s − scale", of: table) == ["0", "+4", "+20", "+72", "+232"])
        #expect(figures.count == 1)
        let (_, _, negative) = outputs("net d \"c3 c3d2 c3d2\"; profile article")
        #expect(negative.contains { $0.contains("an area of -15 at 3") })
        let (_, _, missing) = outputs("net d \"c5 c3\"; profile article")
        #expect(missing.contains("note: no recurrence for 1 (Conv 5x5), nor for what follows"))
    }

    @Test func `fields behind a pyramid depend on the unit's phase`() throws {
        let (tables, _, _) = outputs("net p \"c3s2 c3s2 c3s2 fpn\" size 64; profile")
        let rf = column("rf", of: try #require(tables.first))
        #expect(rf.last?.contains("..") == true, "\(rf)")
    }

    @Test func `boxes are counted beside what the layers see`() throws {
        let folder = TemporaryFolder()
        let path = try Self.boxes(in: folder)
        let (tables, figures, _) = outputs("net p \"c7s2 p3s2 c3 c3s2 c3s2 c3s2 fpn\"; profile boxes '\(path)'")
        #expect(column("level k", of: tables[0]) == ["2", "4"])
        #expect(column("objects", of: tables[0]) == ["2", "1"])
        #expect(tables[1].rows.map { $0[0] } == ["1", "p5", "p4", "p3", "p2"])
        #expect(figures.count == 1)
    }

    private static func boxes(in folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/boxes.json"
        let text = """
            {"images": [{"id": 1, "width": 224, "height": 224}], "annotations": [{"image_id": 1, "bbox": [0, 0, 64, 64]},
            {"image_id": 1, "bbox": [0, 0, 100, 100]}, {"image_id": 1, "bbox": [0, 0, 224, 224]}]}
            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(arguments: [
        ("profile", "error: no model is loaded"),
        ("profile resnet51", "error: no network or file 'resnet51'"),
        ("net a \"c3\"; profile a a.onnx", "error: no file 'a.onnx'"),
        ("load digits; profile boxes missing.json", "error: no file 'missing.json'"),
        ("net w \"c3\" dims 1; profile boxes .", "error: expected .xml files in the folder '.', found none"),
    ])
    func `what is not there is named`(source: String, message: String) {
        let (succeeded, lines) = Transcript.run(source)
        #expect(!succeeded)
        #expect(lines.contains { $0.hasPrefix(message) }, "\(lines)")
    }
}
