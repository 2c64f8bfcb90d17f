import Foundation
import Imaging
import Tensors
import TestSupport
import Testing

/// Figures as files: SVG read back as XML, PDF and HTML by what must stand in them.
struct FigureDocumentTests {
    private static let maps = Tensor.random([4, 6, 5], seed: 7)

    /// One figure of every kind that has marks of its own.
    private static func figures() throws -> [Figure] {
        var grid = GridFigure(
            title: "maps of <conv> & \"more\"", totalCount: 4, names: ["a", "b", "c", "d"], scaling: .shared, colormap: .viridis)
        grid.labels = [":0", ":1", ":2", ":3"]
        let series = LineChartFigure.Series(name: "one", numbers: [1, 4, 2, nil, 8])
        return [
            try grid.figure(of: maps, on: .test),
            try MapFigure(title: "a", colormap: .magma).figure(of: maps.part(0), on: .test),
            try HistogramFigure(title: "a").figure(of: maps, on: .test),
            try BarFigure(title: "bars", names: ["a", "b"]).figure(of: [1, -2], on: .test),
            try LineChartFigure(
                title: "chart", horizontalTitle: "place", verticalTitle: "number", series: [series],
                levels: [.init(name: "input", number: 3)]
            ).figure(on: .test),
            try PictureFigure(title: "picture").figure(of: .drawn(heightInPixels: 9, widthInPixels: 7, channelCount: 3), on: .test),
            try FieldFigure(caption: "field", rows: 0..<4, columns: -2..<3, isSeen: [Bool](repeating: true, count: 63))
                .figure(over: .drawn(heightInPixels: 9, widthInPixels: 7, channelCount: 3), on: .test),
        ]
    }

    @Test func `an SVG is XML whose size, title and description are the figure's`() throws {
        for figure in try Self.figures() {
            let elements = try XMLElements(try FigureDocument.svg.bytes(of: figure))
            let root = try #require(elements.all.first)
            #expect(root.name == "svg")
            #expect(root.attributes["width"] == "\(figure.image.widthInPixels)")
            #expect(root.attributes["height"] == "\(figure.image.heightInPixels)")
            #expect(elements.text(of: "title") == figure.caption)
            #expect(elements.text(of: "desc") == (figure.textTwin + figure.details).joined(separator: "\n"))
        }
    }

    @Test func `the rectangles and pictures of an SVG make the pixels of the figure, but for its letters and lines`() throws {
        for figure in try Self.figures() {
            let elements = try XMLElements(try FigureDocument.svg.bytes(of: figure))
            let painted = try Self.painted(elements, figure.image)
            let letters = elements.all.count { $0.name == "text" || $0.name == "path" }
            let difference = zip(painted.samples, figure.image.samples).count { $0 != $1 }
            #expect(letters > 0 || difference == 0)
            #expect(difference < figure.image.samples.count / 12, "\(figure.caption)")
        }
    }

    /// What a viewer paints of rectangles and pictures.
    private static func painted(_ elements: XMLElements, _ size: Image) throws -> Image {
        var samples = size.samples.map { _ in UInt8(0) }
        func set(_ y: Int, _ x: Int, _ color: [UInt8]) {
            guard (0..<size.heightInPixels).contains(y), (0..<size.widthInPixels).contains(x) else { return }
            for channel in 0..<3 { samples[(y * size.widthInPixels + x) * 3 + channel] = color[channel] }
        }
        for element in elements.all where element.name == "rect" || element.name == "image" {
            let number = { Int(element.attributes[$0] ?? "0") ?? 0 }
            let (row, column, height, width) = (number("y"), number("x"), number("height"), number("width"))
            if element.name == "rect" {
                let hexadecimal = try #require(UInt32(element.attributes["fill"]?.dropFirst() ?? "", radix: 16))
                let color = [UInt8(hexadecimal >> 16), UInt8(hexadecimal >> 8 & 255), UInt8(hexadecimal & 255)]
                for y in row..<row + height { for x in column..<column + width { set(y, x, color) } }
            } else {
                let text = try #require(element.attributes["xlink:href"]?.split(separator: ",").last)
                let image = try PNGCodec.decode([UInt8](try #require(Data(base64Encoded: String(text)))))
                #expect((image.heightInPixels, image.widthInPixels) == (height, width))
                for y in 0..<height { for x in 0..<width { set(row + y, column + x, image.pixel(y, x)) } }
            }
        }
        return Image(heightInPixels: size.heightInPixels, widthInPixels: size.widthInPixels, channelCount: 3, samples: samples)
    }

    @Test func `letters of an SVG are text`() throws {
        let elements = try XMLElements(try FigureDocument.svg.bytes(of: try Self.figures()[0]))
        let texts = elements.all.filter { $0.name == "text" }.map(\.text)
        #expect(texts.contains(":3"))
        let numbers = [Self.maps.statistics.maximum, Self.maps.statistics.minimum].map { NumberFormat.short($0) }
        #expect(numbers.allSatisfy(texts.contains))
    }

    @Test func `a PDF is one page and carries the caption as its title`() throws {
        for figure in try Self.figures() {
            let bytes = try FigureDocument.pdf.bytes(of: figure)
            let text = String(decoding: bytes.filter { $0 < 0x80 }, as: UTF8.self)
            #expect(text.hasPrefix("%PDF-1."))
            #expect(text.hasSuffix("%%EOF\n"))
            #expect(text.contains("/Count 1"))
            #expect(text.contains("/Title"))
        }
    }

    @Test func `a page holds the drawing, the caption and the words, escaped`() throws {
        let figure = try Self.figures()[0]
        let text = String(decoding: try FigureDocument.html.bytes(of: figure), as: UTF8.self)
        #expect(text.hasPrefix("<!DOCTYPE html>"))
        #expect(text.contains("<figcaption>maps of &lt;conv&gt; &amp; &quot;more&quot;: 4 shown"))
        #expect(text.contains(figure.textTwin[0]))
        #expect(!text.contains("<conv>"))
    }

    @Test(arguments: [
        ("a.png", FigureDocument.png), ("b/c.SVG", .svg), ("d.e.pdf", .pdf), ("f.html", .html), ("g", nil), ("h.txt", nil), ("", nil),
    ])
    func `a path's ending chooses the kind`(path: String, expected: FigureDocument?) {
        #expect(FigureDocument(path: path) == expected)
    }

    @Test(arguments: [("a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&#39;"), ("\u{1B}[0m\u{0}x\n", "·[0m·x\n"), ("ü→\u{FFFE}", "ü→·")])
    func `text is escaped for XML and what may not stand there becomes a dot`(text: String, expected: String) {
        #expect(XMLText.escaped(text) == expected)
    }
}
