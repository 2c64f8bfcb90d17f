/// Writes bands of six rows: every color's columns as runs of sixels, runs that do not overlap side by side in one pass.
///
/// A column of the band is six pixels; each color in it makes one *mark*, the six bits it paints. Marks of one color that are near
/// each other form a *run*. A pass from the left takes the runs in order of their first column as long as they do not overlap;
/// `$` returns for the next pass. Complexity: O(pixels) a band.
struct SixelBandWriter: ~Copyable {
    private let width: Int
    private let colorCount: Int
    private let marks: UnsafeMutablePointer<Mark>
    private let runs: UnsafeMutablePointer<Run>
    private var runCount = 0
    /// The register that was selected last.
    private var color = -1
    /// By color: the last mark it made in this band, -1 for none, and the run that mark is in.
    private let lastMarks: UnsafeMutablePointer<Int32>
    private let lastRuns: UnsafeMutablePointer<Int32>
    /// By column, for the passes: the first run that starts there or later.
    private let firstRunFrom: UnsafeMutablePointer<Int32>
    /// By run: itself if it is still to be written, else one nearer to the next that is.
    private let pendingFrom: UnsafeMutablePointer<Int32>

    private struct Mark {
        let column: Int32
        var bits: UInt8
        /// The same run's next mark, -1 at its end.
        var next: Int32
    }

    private struct Run {
        let color: UInt8
        let firstMark: Int32
        let start: Int32
        /// The column after its last.
        var end: Int32
    }

    /// Columns without the color inside of a run; with more, a new run costs less than the blank sixels.
    private static let longestGap: Int32 = 6

    init(widthInPixels: Int, colorCount: Int) {
        width = widthInPixels
        self.colorCount = colorCount
        marks = .allocate(capacity: width * 6)
        runs = .allocate(capacity: width * 6)
        lastMarks = .allocate(capacity: colorCount)
        lastRuns = .allocate(capacity: colorCount)
        firstRunFrom = .allocate(capacity: width + 1)
        pendingFrom = .allocate(capacity: width * 6 + 1)
    }

    deinit {
        marks.deallocate()
        runs.deallocate()
        lastMarks.deallocate()
        lastRuns.deallocate()
        firstRunFrom.deallocate()
        pendingFrom.deallocate()
    }

    /// Writes the band of `6 * widthInPixels` indices and the `-` that ends it.
    mutating func write(_ band: UnsafeBufferPointer<UInt8>, to output: inout ByteBuffer) {
        collect(band)
        writePasses(to: &output)
        output.append("-")
    }

    /// Finds the band's marks and runs.
    private mutating func collect(_ band: UnsafeBufferPointer<UInt8>) {
        lastMarks.update(repeating: -1, count: colorCount)
        runCount = 0
        var markCount: Int32 = 0
        for column in 0..<width {
            let column32 = Int32(truncatingIfNeeded: column)
            var bit: UInt8 = 1
            for row in 0..<6 {
                let color = Int(band[row &* width &+ column])
                let last = lastMarks[color]
                if last >= 0, marks[Int(last)].column == column32 {
                    marks[Int(last)].bits |= bit
                } else {
                    marks[Int(markCount)] = Mark(column: column32, bits: bit, next: -1)
                    link(markCount, at: column32, after: last, of: color)
                    lastMarks[color] = markCount
                    markCount &+= 1
                }
                bit &<<= 1
            }
        }
    }

    /// Adds a new mark to the color's last run, or begins one.
    @inline(__always)
    private mutating func link(_ mark: Int32, at column: Int32, after last: Int32, of color: Int) {
        if last >= 0, column &- marks[Int(last)].column &- 1 <= Self.longestGap {
            marks[Int(last)].next = mark
            runs[Int(lastRuns[color])].end = column &+ 1
        } else {
            lastRuns[color] = Int32(truncatingIfNeeded: runCount)
            runs[runCount] = Run(color: UInt8(truncatingIfNeeded: color), firstMark: mark, start: column, end: column &+ 1)
            runCount &+= 1
        }
    }

    private mutating func writePasses(to output: inout ByteBuffer) {
        indexRuns()
        var remaining = runCount
        while remaining > 0 {
            var column: Int32 = 0
            while true {
                let next = pending(from: firstRunFrom[Int(column)])
                guard next < runCount else { break }
                let run = runs[Int(next)]
                output.reserve(Self.longestRunStart)
                if Int(run.color) != color {
                    color = Int(run.color)
                    output.write(UInt8(ascii: "#"))
                    output.write(decimal: color)
                }
                Self.write(Self.blank, count: run.start - column, to: &output)
                write(run, to: &output)
                column = run.end
                pendingFrom[Int(next)] = next + 1
                remaining -= 1
            }
            if remaining > 0 { output.append("$") }
        }
    }

    /// Fills the tables that find the next run from a column on.
    private func indexRuns() {
        for run in 0...runCount { pendingFrom[run] = Int32(truncatingIfNeeded: run) }
        var run = runCount
        for column in stride(from: width, through: 0, by: -1) {
            while run > 0, Int(runs[run - 1].start) >= column { run -= 1 }
            firstRunFrom[column] = Int32(truncatingIfNeeded: run)
        }
    }

    /// The first run at or after `run` that is still to be written; `runCount` if none is.
    private func pending(from run: Int32) -> Int32 {
        var run = run
        while pendingFrom[Int(run)] != run {
            pendingFrom[Int(run)] = pendingFrom[Int(pendingFrom[Int(run)])]
            run = pendingFrom[Int(run)]
        }
        return run
    }

    /// Writes a run's sixels, equal neighbors once with their count.
    private func write(_ run: Run, to output: inout ByteBuffer) {
        var at = run.firstMark
        while at >= 0 {
            let mark = marks[Int(at)]
            var end = mark.column &+ 1
            at = mark.next
            while at >= 0, marks[Int(at)].column == end, marks[Int(at)].bits == mark.bits {
                end &+= 1
                at = marks[Int(at)].next
            }
            output.reserve(Self.longestRunStart)
            Self.write(Self.blank &+ mark.bits, count: end &- mark.column, to: &output)
            if at >= 0 { Self.write(Self.blank, count: marks[Int(at)].column &- end, to: &output) }
        }
    }

    /// The sixel that paints nothing; a sixel's bits are added to it.
    private static let blank = UInt8(ascii: "?")

    /// `#255` and two counted sixels.
    private static let longestRunStart = 4 + 2 * (2 + ByteBuffer.maximumDigitCount)

    /// Writes `count` equal sixels; counted only if that is shorter.
    @inline(__always)
    private static func write(_ sixel: UInt8, count: Int32, to output: inout ByteBuffer) {
        if count > 3 {
            output.write(UInt8(ascii: "!"))
            output.write(decimal: Int(count))
            output.write(sixel)
        } else {
            for _ in 0..<max(count, 0) { output.write(sixel) }
        }
    }
}
