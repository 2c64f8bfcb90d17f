import Exploration
import Tensors
import TestSupport
import Testing

@Suite struct ChannelSurveyTests {
    /// Maps `[1, 6, 5, 7]` of three pictures: channel 1 is dead, 4 is twice channel 2 and a bit, 5 has a number that is none.
    private let pictures: [Tensor] = (0..<3).map { picture in
        let random = Tensor.random([1, 6, 5, 7], seed: UInt64(40 + picture)).floats
        return Tensor(
            [1, 6, 5, 7],
            random.indices.map { index in
                switch index / 35 {
                case 1: 0
                case 2: max(0, random[index])
                case 4: 2 * max(0, random[index - 70]) + 0.25
                case 5: picture == 1 && index % 35 == 3 ? .nan : random[index]
                default: random[index]
                }
            })
    }

    /// All numbers of a channel over some pictures.
    private func numbers(_ channel: Int, _ pictures: [Tensor]) -> [Double] {
        pictures.flatMap { $0.part(0).part(channel).floats.map(Double.init) }
    }

    private func survey(_ pictures: [Tensor], _ references: [ChannelSurvey.Reference] = []) -> ChannelSurvey {
        var survey = ChannelSurvey(references: references, findsDuplicates: true)
        for picture in pictures {
            survey.add("x", of: ["x": picture])
            survey.finishPicture()
        }
        return survey
    }

    /// Pearson's correlation from its definition.
    private func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let (a, b) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        let products = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
        let squares = (x.reduce(0) { $0 + ($1 - a) * ($1 - a) }, y.reduce(0) { $0 + ($1 - b) * ($1 - b) })
        return products / (squares.0 * squares.1).squareRoot()
    }

    @Test(arguments: [1, 2, 3]) func `statistics are those of all numbers of all pictures`(count: Int) throws {
        let used = Array(pictures.prefix(count))
        let survey = survey(used)
        #expect(survey.pictureCount == count)
        for channel in 0..<6 {
            let all = numbers(channel, used)
            let finite = all.filter(\.isFinite)
            let mean = finite.reduce(0, +) / Double(finite.count)
            let energy = finite.reduce(0) { $0 + $1 * $1 } / Double(finite.count)
            let found = try #require(survey.summary(of: "x", channel: channel)).statistics
            #expect(found.count == finite.count && found.nonFiniteCount == all.count - finite.count)
            #expect(Double(found.minimum) == finite.min() && Double(found.maximum) == finite.max())
            #expect(abs(Double(found.mean) - mean) < 1e-6 && abs(Double(found.energy) - energy) < 1e-6)
            #expect(abs(Double(found.standardDeviation) - (energy - mean * mean).squareRoot()) < 1e-5)
            #expect(abs(Double(found.sparsity) - Double(finite.count { $0 == 0 }) / Double(finite.count)) < 1e-6)
        }
    }

    @Test func `a channel that is zero everywhere is dead`() {
        let survey = survey(pictures)
        #expect((0..<6).map { survey.summary(of: "x", channel: $0)?.isDead } == [false, true, false, false, false, false])
        #expect(survey.summary(of: "x", channel: 6) == nil && survey.summary(of: "y", channel: 0) == nil)
    }

    @Test func `channels that follow one another are duplicates`() {
        let survey = survey(pictures)
        #expect((0..<6).map { survey.summary(of: "x", channel: $0)?.duplicate } == [nil, nil, 4, nil, 2, nil])
    }

    @Test func `a channel that follows another in one picture only is no duplicate`() {
        let other = Tensor.random([1, 6, 5, 7], seed: 7)
        #expect(survey([pictures[0]]).summary(of: "x", channel: 2)?.duplicate == 4)
        #expect(survey([pictures[0], other]).summary(of: "x", channel: 2)?.duplicate == nil)
    }

    @Test func `correlations are those of all numbers of all pictures`() throws {
        let plane = Tensor.random([5, 7], seed: 3)
        let survey = survey(pictures, [.channel(value: "x", channel: 3), .plane(plane), .picture])
        let planes = (0..<3).flatMap { _ in plane.floats.map(Double.init) }
        for channel in [0, 2, 3, 4] {
            let found = try #require(survey.summary(of: "x", channel: channel)).correlations
            #expect(abs(found[0] - correlation(numbers(channel, pictures), numbers(3, pictures))) < 1e-9)
            #expect(abs(found[1] - correlation(numbers(channel, pictures), planes)) < 1e-9)
            #expect(found[2].isNaN)
        }
        #expect(survey.summary(of: "x", channel: 1)?.correlations.allSatisfy(\.isNaN) == true)
    }

    @Test func `a map of another size is brought to that of the channel`() throws {
        // Every number of a 2x2 plane four times: the mean over each square is the plane again.
        let plane = Tensor([2, 2], [1, 5, 2, -3])
        let large = Tensor([1, 1, 2, 2], [2, 10, 4, -6])
        var survey = ChannelSurvey(references: [
            .plane(Tensor([4, 4], [1, 1, 5, 5, 1, 1, 5, 5, 2, 2, -3, -3, 2, 2, -3, -3])), .plane(plane),
        ])
        survey.add("x", of: ["x": large])
        let found = try #require(survey.summary(of: "x", channel: 0)).correlations
        #expect(found[0] > 0.95 && abs(found[1] - 1) < 1e-12)
    }

    // Triangles that reach 2 to both sides of 1 and 3 weigh the four places by 3, 3, 1, 0 and 0, 1, 3, 3.
    @Test func `a plane is resampled by the shares of its filter`() {
        let cases: [(width: Int, isNearest: Bool, expected: [Float])] = [
            (2, true, [2, 4]), (4, false, [1, 2, 3, 4]), (2, false, [12 / 7, 23 / 7]),
        ]
        for (width, isNearest, expected) in cases {
            let resampling = PlaneResampling(height: 1, width: 4, toHeight: 1, toWidth: width, isNearest: isNearest)
            let found = resampling.applied(to: [1, 2, 3, 4])
            #expect(found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
        }
    }
}
