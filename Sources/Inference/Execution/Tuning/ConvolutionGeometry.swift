/// How a convolution of blocked maps is computed, and how its work is shared out.
package enum ConvolutionWay: String, CaseIterable, Sendable {
    /// Sums as they are defined, rows of the output shared out.
    case rows
    /// The same, filters shared out.
    case filters
    /// Tiles of outputs together, by Winograd's algorithm.
    case tiles
}

/// All that the time of a convolution depends on, but for the processor.
package struct ConvolutionGeometry: Hashable, Sendable {
    /// The kernels that run, not `auto`.
    package let kernels: KernelChoice
    package let imageCount: Int
    package let channelCount: Int
    package let filterCount: Int
    /// `[H, W]`, without padding.
    package let input: [Int]
    package let kernel: [Int]
    package let strides: [Int]
    package let dilations: [Int]
    /// Padding before the first row and column.
    package let before: [Int]
    /// Padding after the last row and column.
    package let after: [Int]
    package let threadCount: Int

    init(_ window: ResolvedWindow, channelCount: Int, filterCount: Int, imageCount: Int, in context: RunContext) {
        kernels = context.kernels == .auto ? .widest : context.kernels
        threadCount = context.threadCount
        (self.channelCount, self.filterCount, self.imageCount) = (channelCount, filterCount, imageCount)
        (input, kernel, strides, dilations) = (window.input, window.kernel, window.strides, window.dilations)
        (before, after) = (window.before, window.after)
    }

    /// All numbers of them in the order in which they are declared.
    package var numbers: [Int] {
        [imageCount, channelCount, filterCount] + input + kernel + strides + dilations + before + after + [threadCount]
    }

    /// `nil` for numbers that no convolution has.
    package init?(_ kernels: KernelChoice, numbers: [Int]) {
        let padding = numbers.indices.contains(14) ? numbers[11..<15] : []
        guard numbers.count == 16, numbers.allSatisfy({ (0...Self.greatest).contains($0) }),
            (numbers[..<11] + numbers[15...]).allSatisfy({ $0 > 0 }), padding.allSatisfy({ $0 < Self.greatest / 2 })
        else { return nil }
        self.kernels = kernels
        (imageCount, channelCount, filterCount) = (numbers[0], numbers[1], numbers[2])
        func pair(_ first: Int) -> [Int] { Array(numbers[first..<first + 2]) }
        (input, kernel, strides, dilations, before, after) = (pair(3), pair(5), pair(7), pair(9), pair(11), pair(13))
        threadCount = numbers[15]
    }

    /// No extent is larger.
    private static let greatest = 1 << 24
}

/// Which way was found to be the fastest for convolutions, on this processor with these kernels.
package struct TunedConvolutions: Sendable, Equatable {
    package private(set) var ways: [ConvolutionGeometry: ConvolutionWay]

    /// More are not kept.
    package static let mostWays = 4096

    package init(ways: [ConvolutionGeometry: ConvolutionWay] = [:]) { self.ways = ways }

    /// Notes a way; `false` where there is no room.
    @discardableResult
    package mutating func set(_ way: ConvolutionWay, for geometry: ConvolutionGeometry) -> Bool {
        guard ways[geometry] != nil || ways.count < Self.mostWays else { return false }
        ways[geometry] = way
        return true
    }
}
