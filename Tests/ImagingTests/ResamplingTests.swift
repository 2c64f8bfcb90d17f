import Imaging
import TestSupport
import Testing

/// Resampling against Pillow's results, and against the definition in double precision.
struct ResamplingTests {
    /// Height, width, new height, new width, filter, and Pillow's checksums for 1, 3 and 4 channels.
    static let goldens = Fixtures.rows("resampling.txt")

    @Test func `there are goldens for every filter`() {
        #expect(Set(Self.goldens.map { $0[4] }) == Set(ResamplingFilter.allCases.map(\.rawValue)))
    }

    @Test(arguments: goldens)
    func `every sample is Pillow's`(row: [String]) throws {
        let sizes = row.prefix(4).compactMap { Int($0) }
        let filter = try #require(ResamplingFilter(rawValue: row[4]))
        for (channelCount, checksum) in zip([1, 3, 4], row.dropFirst(5)) {
            let image = Image.drawn(heightInPixels: sizes[0], widthInPixels: sizes[1], channelCount: channelCount)
            let resampled = image.resampled(heightInPixels: sizes[2], widthInPixels: sizes[3], filter: filter)
            #expect(resampled.checksum == checksum, "\(channelCount) channels")
        }
    }

    @Test(arguments: [ResamplingFilter.box, .bilinear, .bicubic, .lanczos])
    func `a column agrees with the weighted sum of the definition`(filter: ResamplingFilter) {
        let image = Image.drawn(heightInPixels: 23, widthInPixels: 1, channelCount: 1)
        for size in [5, 11, 40] {
            let scale = 23 / Double(size)
            let stretch = max(1, scale)
            let resampled = image.resampled(heightInPixels: size, widthInPixels: 1, filter: filter).samples
            for index in 0..<size {
                let center = (Double(index) + 0.5) * scale
                let weights = (0..<23).map { filter.weight(at: (Double($0) + 0.5 - center) / stretch) }
                let sum = zip(weights, image.samples).reduce(0) { $0 + $1.0 * Double($1.1) } / weights.reduce(0, +)
                #expect(abs(min(max(sum, 0), 255) - Double(resampled[index])) < 0.51)
            }
        }
    }

    @Test(arguments: ResamplingFilter.allCases)
    func `a flat picture stays flat`(filter: ResamplingFilter) {
        for level: UInt8 in [0, 1, 127, 255] {
            let flat = Image(heightInPixels: 9, widthInPixels: 14, channelCount: 3, samples: [UInt8](repeating: level, count: 378))
            let resampled = flat.resampled(heightInPixels: 31, widthInPixels: 5, filter: filter)
            #expect(resampled.samples.allSatisfy { $0 == level })
        }
    }

    @Test func `the colors of what is transparent do not bleed`() {
        let pixels: [UInt8] = [10, 20, 30, 255, 250, 250, 250, 0]
        let image = Image(heightInPixels: 1, widthInPixels: 2, channelCount: 4, samples: pixels)
        #expect(image.resampled(heightInPixels: 1, widthInPixels: 1, filter: .box).samples.prefix(3).allSatisfy { $0 < 32 })
    }

    @Test func `nearest repeats every pixel when it enlarges by a whole factor`() {
        let image = Image.drawn(heightInPixels: 4, widthInPixels: 6, channelCount: 3)
        let enlarged = image.resampled(heightInPixels: 12, widthInPixels: 30, filter: .nearest)
        for row in 0..<12 {
            for column in 0..<30 { #expect(enlarged.pixel(row, column) == image.pixel(row / 3, column / 5)) }
        }
    }
}
