import ArgumentParser

/// What grows.
enum GrowthMeasure: String, CaseIterable, ExpressibleByArgument {
    case side
    case batch
    case threads
    case depth

    /// From the smallest to the largest.
    func points(model: String, threadCount: Int) -> [GrowthPoint] {
        let base = GrowthPoint(model: model, side: 224, batch: 1, threadCount: threadCount)
        func changed(_ change: (inout GrowthPoint) -> Void) -> GrowthPoint {
            var point = base
            change(&point)
            return point
        }
        return switch self {
        case .side: [224, 320, 448, 640, 896, 1280, 1792, 2048].map { side in changed { $0.side = side } }
        case .batch: [1, 2, 4, 8, 16, 32, 64].map { batch in changed { $0.batch = batch } }
        case .threads: [1, 2].map { count in changed { $0.threadCount = count } }
        case .depth: ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"].map { name in changed { $0.model = name } }
        }
    }
}

/// A network with the size of what it is fed.
struct GrowthPoint {
    var model: String
    /// Of the pictures, in pixels.
    var side: Int
    var batch: Int
    var threadCount: Int

    var name: String { "\(model), side \(side), batch \(batch), threads \(threadCount)" }
    var cells: [String] { [model, "\(side)", "\(batch)", "\(threadCount)"] }

    /// Why the point is not to be tried after a smaller one, whose cost it may multiply by the size of the input; `nil` where it fits.
    func reasonToLeaveOut(
        after other: GrowthPoint, _ answer: GrowthOneSubcommand.Answer, megabytes limit: Double, seconds: Double
    ) -> String? {
        guard model == other.model, threadCount == other.threadCount else { return nil }
        let growth = Double(side * side * batch) / Double(other.side * other.side * other.batch)
        let memory = answer.peakMegabytes * growth
        if memory > limit { return "may need \(memory.measured) MB, and \(limit.measured) are for it" }
        let time = answer.milliseconds.minimum * growth * 3 / 1000
        return time > seconds ? "three runs may take \(time.measured) s, and \(seconds.measured) are for them" : nil
    }
}
