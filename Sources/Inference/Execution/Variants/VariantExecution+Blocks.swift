import Tensors

extension VariantExecution {
    /// Computes what the changed regions of a step's inputs reach, in blocks; `nil` where they cannot be followed.
    mutating func throughBlocks(_ step: Plan.Step, _ blocked: BlockedStep, _ locality: Locality) throws -> VariantBatch? {
        guard let output = evaluation.network.values[blocked.output]?.shape, let map = Region(all: output),
            let spatial = spatialInputs(of: step, locality, map), let regions = try reached(by: step, locality, map, spatial)
        else { return nil }
        var patches = [Patch](repeating: .unchanged(channelCount: output[1]), count: count)
        var jobs: [BlockedJob] = []
        for (variant, region) in regions.enumerated() where !region.isEmpty {
            guard let job = try job(blocked, variant, region, channelCount: output[1], map) else { return nil }
            jobs.append(job)
            patches[variant] = Patch(job.output, at: region)
            multiplyAdds += step.multiplyAdds * region.area / max(1, map.area)
        }
        blocked.kernel.run(jobs, in: context)
        for job in jobs { fillMargin(of: job, blocked.output, map) }
        return .patches(patches)
    }

    private func job(_ step: BlockedStep, _ variant: Int, _ region: Region, channelCount: Int, _ map: Region) throws -> BlockedJob? {
        let covered = step.kernel.covered(by: region)
        let input =
            step.kernel.inputLayout == .plain
            ? MapBuffer(try part(step.input, variant, covered), at: covered) : blocks(step.input, variant, covered)
        guard let input else { return nil }
        var residual: MapBuffer?
        if let name = step.residual {
            guard let maps = blocks(name, variant, region) else { return nil }
            residual = maps
        }
        let output = MapBuffer(.blocked, channelCount: channelCount, region: room(for: step.output, variant, region))
        return BlockedJob(input: input, residual: residual, output: output, region: region)
    }

    /// Makes one tensor of the maps of each variant; `nil` where they are not in blocks.
    func reduced(_ step: Plan.Step, _ reduction: any BlockedReduction) -> VariantBatch? {
        let name = step.inputs[0]
        guard case .patches(let patches)? = changed[name], patches.contains(where: { $0.maps != nil }),
            let all = evaluation.blockedBaseline[name]?.all
        else { return nil }
        let maps = patches.indices.compactMap { blocks(name, $0, all) }
        return maps.count == count ? .patches(maps.map { Patch(reduction.reduced($0, over: all, in: context)) }) : nil
    }

    /// A changed region with the places about it that readers of the value will need.
    func room(for value: String, _ variant: Int, _ region: Region) -> Region {
        var room = region
        for reader in evaluation.geometry.readers[value] ?? [] {
            let reached = expected.region(reader.output, variant: variant) ?? reader.map
            for need in reader.step.needs(for: reached) where need.value == value { room = room.union(need.region) }
        }
        return room
    }

    /// Sets what a job's output holds beside the region that was computed.
    func fillMargin(of job: BlockedJob, _ value: String, _ map: Region) {
        guard job.output.region != job.region else { return }
        let isWhole = job.region == map
        job.output.fillMargin(around: job.region, from: isWhole ? nil : evaluation.blockedBaseline[value]?.maps, mapShape: map)
    }

    /// A part of one variant of a value, in blocks: the buffer that it is in already, or a copy.
    private func blocks(_ name: String, _ variant: Int, _ region: Region) -> MapBuffer? {
        let patch = patch(name, variant)
        if let maps = patch?.maps, maps.region.contains(region) { return maps }
        guard let (baseline, all) = evaluation.blockedBaseline[name] else { return nil }
        guard let patch else { return baseline }
        let place = patch.region ?? all
        let copy = MapBuffer(.blocked, channelCount: baseline.channelCount, region: region.union(place))
        copy.copy(place, from: patch.maps ?? MapBuffer(patch.tensor, at: place))
        copy.fillMargin(around: place, from: baseline, mapShape: all)
        return copy
    }
}
