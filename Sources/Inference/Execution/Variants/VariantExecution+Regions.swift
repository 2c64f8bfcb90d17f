import Tensors

extension VariantExecution {
    /// Computes what the changed regions of a step's inputs reach; `nil` where they cannot be followed.
    mutating func throughRegions(_ step: Plan.Step, _ locality: Locality) throws -> VariantBatch? {
        guard let output = evaluation.network.values[step.outputs[0]]?.shape, let map = Region(all: output),
            let spatial = spatialInputs(of: step, locality, map), let regions = try reached(by: step, locality, map, spatial)
        else { return nil }
        var patches = [Patch](repeating: .unchanged(channelCount: output[1]), count: count)
        let occupied = regions.indices.filter { !regions[$0].isEmpty }
        // Where nothing is shared between variants, whole maps need no copy that brings their padding along.
        let wholes = locality.treatsChannelsAlone(step) ? occupied.filter { regions[$0] == map && isWhole(step.inputs[0], $0) } : []
        let parts = occupied.filter { !wholes.contains($0) }
        for (variants, areWhole) in [(wholes, true), (parts, false)] where !variants.isEmpty {
            let (execution, implementation) = (self, areWhole ? step.implementation : locality.implementation(of: step))
            let jobs = try context.mapped(variants) {
                try execution.job(step, locality, spatial, $0, regions[$0], isWhole: areWhole)
            }
            for (variant, outputs) in zip(variants, try step.run(jobs, implementation, in: context)) {
                var tensor = outputs[0]
                if case .neighborhood = locality { tensor = tensor.cropped(to: regions[variant], patchedWith: nil) }
                patches[variant] = Patch(tensor, at: regions[variant])
                multiplyAdds += step.multiplyAdds * regions[variant].area / max(1, map.area)
            }
        }
        return .patches(patches)
    }

    /// Whether a variant of a value is at hand without a copy.
    private func isWhole(_ name: String, _ variant: Int) -> Bool {
        guard let region = patch(name, variant)?.region else { return true }
        return evaluation.network.values[name].flatMap { Region(all: $0.shape) } == region
    }

    /// Which inputs have places, as against one number a channel; `nil` where some input fits neither.
    func spatialInputs(of step: Plan.Step, _ locality: Locality, _ map: Region) -> [Bool]? {
        guard case .positionwise = locality else { return step.inputs.indices.map { $0 == 0 } }
        var spatial: [Bool] = []
        for (index, name) in step.inputs.enumerated() {
            let shape = name.isEmpty ? [] : evaluation.network.values[name]?.shape ?? []
            if shape.rank == 4, shape[0] == 1, Region(all: shape) == map, map.area > 1 {
                spatial.append(true)
            } else if changed[name] == nil, index > 0,
                step.implementation is BatchNormalization || shape.dimensions.suffix(2).allSatisfy({ $0 == 1 })
            {
                spatial.append(false)
            } else {
                return nil
            }
        }
        return spatial
    }

    /// The region of the output that each variant changes.
    func reached(by step: Plan.Step, _ locality: Locality, _ map: Region, _ spatial: [Bool]) throws -> [Region]? {
        var regions = [Region](repeating: Region(rows: 0..<0, columns: 0..<0), count: count)
        for (index, name) in step.inputs.enumerated() {
            guard let batch = changed[name] else { continue }
            guard spatial[index], case .patches(let patches) = batch, let all = Region(all: try baseline(name).shape) else { return nil }
            for (variant, patch) in patches.enumerated() {
                regions[variant] = regions[variant].union(locality.reached(from: patch.region ?? all))
            }
        }
        if let residual = step.epilogue.residual, let batch = changed[residual] {
            guard case .patches(let patches) = batch else { return nil }
            for (variant, patch) in patches.enumerated() { regions[variant] = regions[variant].union(patch.region ?? map) }
        }
        return regions
    }

    /// What the operator gets so that it yields one region of one variant.
    private func job(
        _ step: Plan.Step, _ locality: Locality, _ spatial: [Bool], _ variant: Int, _ region: Region, isWhole: Bool
    ) throws -> OperatorJob {
        let inputs = try step.inputs.enumerated().map { index, name -> Tensor? in
            if name.isEmpty { return nil }
            guard spatial[index] else { return try baseline(name) }
            switch locality {
            case .positionwise: return try part(name, variant, region)
            case .windowed where isWhole: return try whole(name, variant)
            case .windowed(let window, let padding): return try part(name, variant, window.covered(by: region), padding: padding)
            case .neighborhood: return try whole(name, variant)
            }
        }
        return OperatorJob(inputs: inputs, residual: try step.epilogue.residual.map { try part($0, variant, region) })
    }

    /// A part of one variant of a value.
    func part(_ name: String, _ variant: Int, _ region: Region, padding: Float = 0) throws -> Tensor {
        let patch = patch(name, variant)
        if let patch, patch.region == region || patch.region == nil && Region(all: patch.tensor.shape) == region { return patch.tensor }
        return try baseline(name).cropped(to: region, patchedWith: patch, padding: padding)
    }

    private func whole(_ name: String, _ variant: Int) throws -> Tensor {
        let baseline = try baseline(name)
        return patch(name, variant)?.whole(over: baseline) ?? baseline
    }

    func patch(_ name: String, _ variant: Int) -> Patch? {
        guard case .patches(let patches)? = changed[name], !(patches[variant].region?.isEmpty ?? false) else { return nil }
        return patches[variant]
    }
}

extension Locality {
    /// The operator for inputs that hold everything its results depend on, padding among it.
    fileprivate func implementation(of step: Plan.Step) -> any Operator {
        switch (self, step.implementation) {
        case (.windowed, let convolution as Conv): convolution.withoutPadding
        case (.windowed, let pool as MaxPool): pool.withoutPadding
        case (.windowed, let pool as AveragePool): pool.withoutPadding
        default: step.implementation
        }
    }

    /// Whether a step slides windows over each channel by itself.
    fileprivate func treatsChannelsAlone(_ step: Plan.Step) -> Bool {
        guard case .windowed = self else { return false }
        return step.implementation is any WindowPooling || (step.implementation as? Conv).map { $0.group > 1 } ?? false
    }

    /// The places of the output that some places of the input reach.
    func reached(from region: Region) -> Region {
        switch self {
        case .positionwise: region
        case .windowed(let window, _):
            Region(rows: window.reached(from: region.rows, axis: 0), columns: window.reached(from: region.columns, axis: 1))
        case .neighborhood(let rows, let columns):
            Region(rows: rows.reached(from: region.rows), columns: columns.reached(from: region.columns))
        }
    }
}
