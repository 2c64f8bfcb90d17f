/// What loading one file took of both sides.
struct LoadContest {
    /// One side's runs.
    private struct Side {
        /// Loading alone, as the process measured it.
        var alone = Samples()
        /// From the start of the process to its end.
        var whole = Samples()
        var peak = Samples()
    }

    private var own = Side()
    private var peer = Side()
    /// `cnns`, which also prints the list.
    private var program = Side()
    var fileMegabytes = 0.0

    mutating func add(_ process: ProcessRun, _ result: LoadResult, isOwn: Bool) {
        var side = isOwn ? own : peer
        side.alone.add(result.milliseconds)
        side.whole.add(process.seconds * 1000)
        side.peak.add(result.peakMegabytes)
        if isOwn { own = side } else { peer = side }
    }

    mutating func addProgram(_ process: ProcessRun) {
        program.whole.add(process.seconds * 1000)
        program.peak.add(process.peakMegabytes)
    }

    /// A row for loading alone, one for whole processes, and one for the program where it was measured.
    func rows(of model: String, goal: LoadGoal) -> [Report.Row] {
        let name = model.split(separator: "/").last.map(String.init) ?? model
        func row(_ what: String, _ side: Side, _ ours: Samples, _ theirs: Samples) -> Report.Row {
            Report.Row(
                [
                    "\(name), \(fileMegabytes.measured) MB", goal.words, what, ours.minimum.measured, ours.median.measured,
                    theirs.minimum.measured, theirs.median.measured, (ours.minimum / theirs.minimum).measured,
                    theirs.medianRatio(of: ours).measured, side.peak.median.measured, (side.peak.median / fileMegabytes).measured,
                    peer.peak.median.measured, (peer.peak.median / fileMegabytes).measured, peer.peak.medianRatio(of: side.peak).measured,
                ], nameCount: 3,
                samples: ["cnns ms": ours, "onnxruntime ms": theirs, "cnns MB": side.peak, "onnxruntime MB": peer.peak])
        }
        var rows = [row("loading alone", own, own.alone, peer.alone), row("whole process", own, own.whole, peer.whole)]
        if !program.whole.values.isEmpty { rows.append(row("`cnns -e 'load …; layers'`", program, program.whole, peer.whole)) }
        return rows
    }
}
