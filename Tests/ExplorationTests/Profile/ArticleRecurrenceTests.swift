import Exploration
import Inference
import ModelFormats
import Testing

/// The article's recurrences, beside the exact values.
@Suite struct ArticleRecurrenceTests {
    private func profile(_ text: String, side: Int = 224) throws -> NetworkProfile {
        let graph = try NetworkText(size: [side, side], weights: .zeros).graph(text, name: "text")
        return NetworkProfile(try Network(graph, inputShapes: ["input": [1, 3, side, side]]), name: "text")
    }

    /// √s layer by layer, to a millionth.
    private func sides(_ profile: NetworkProfile) -> [Double?] {
        profile.rows.map { row in profile.article.scales[row.layer.valueName].map { ($0.side * 1e6).rounded() / 1e6 } }
    }

    @Test(arguments: [
        "c3*20", "c3*5 p2 c3*4 p2 c3*4 p2 c3*4 p2 c3*3", "c3s2*5", "c7s2 p3s2 (c1 c3 c1)*3 c1s2 c3 c1", "c3s2 c1s2 c3",
        "p2*4 c3", "c7s2 p3s2 (c1 c3 c1)*3 c1 c3s2 c1 (c1 c3 c1)*3 c1 c3s2 c1 (c1 c3 c1)*5",
    ])
    func `they are exact where nothing is dilated`(text: String) throws {
        let profile = try profile(text)
        for row in profile.rows {
            let field = try #require(row.field)
            let scale = try #require(profile.article.scales[row.layer.valueName])
            #expect(abs(scale.side - field.scale) < 1e-6 * field.scale, "\(row.layer.name)")
            // Behind a stride that leaves gaps, boxes do not tell what neighbors share.
            guard field.jumps[0] <= Double(field.sizes[0]), field.density == 1 else { break }
            let (size, jump) = (Double(field.sizes[0]), field.jumps[0])
            #expect(abs(scale.overlap - max(0, size - jump) / size) < 1e-9, "\(row.layer.name)")
        }
    }

    @Test func `five dilated layers give 243 for a field of 21`() throws {
        let profile = try profile("c3d2*5")
        #expect(sides(profile) == [3, 9, 27, 81, 243])
        #expect(profile.rows.map { $0.field?.sizes[0] } == [5, 9, 13, 17, 21])
        #expect(profile.rows.map { $0.field?.scale } == [3, 5, 7, 9, 11])
    }

    @Test func `a convolution and two dilated ones have an area of -15`() throws {
        let profile = try profile("c3 c3d2 c3d2")
        let areas = profile.rows.compactMap { profile.article.scales[$0.layer.valueName]?.area }
        #expect(areas.count == 3)
        #expect(abs(areas[1] - 45) < 1e-9 && abs(areas[2] + 15) < 1e-9)
        #expect(sides(profile)[2]?.isNaN == true)
    }

    @Test(arguments: ["c5", "c3d4", "u2", "c3 g", "p3s1 c7s2", "c1x3"])
    func `a layer without a recurrence is named, and nothing follows from it`(text: String) throws {
        let profile = try profile(text + " c3")
        let last = try #require(profile.rows.last)
        #expect(profile.article.scales[last.layer.valueName] == nil)
        #expect(profile.article.missing.count == 1)
    }

    @Test func `the larger of two branches goes on`() throws {
        let profile = try profile("c3 [c3 c3 | c1] c3")
        #expect(sides(profile) == [3, 5, 7, 3, 7, 9])
        #expect(profile.article.joins == ["5"])
    }
}
