/// How the names in a checkpoint become the names that the network itself gave its weights.
enum CheckpointNames {
    /// What training, compiling and wrapping put in front of all names.
    private static let wrapperPrefixes = ["module.", "model.", "_orig_mod.", "backbone.", "net.", "network.", "encoder."]

    private static let maximumPrefixCount = 8

    /// What training leaves beside the weights.
    private static let trainingPrefixes = [
        "optimizer.", "optimizer_state.", "optimizer_state_dict.", "scheduler.", "lr_scheduler.", "scaler.", "criterion.", "loss_fn.",
    ]

    /// Scalars that counters of steps and of operations leave.
    private static let counters = [
        "num_batches_tracked", "total_ops", "total_params", "n_averaged", "epoch", "step", "global_step", "best_acc", "acc", "lr",
    ]

    /// The weights that a network is made of, under its own names.
    static func plain(_ weights: StateDictionary) -> StateDictionary {
        var names = weights.names.filter { name in
            !counters.contains { name == $0 || name.hasSuffix(".\($0)") } && !trainingPrefixes.contains(where: name.hasPrefix)
        }
        var prefix = ""
        for _ in 0..<maximumPrefixCount {
            let shared = wrapperPrefixes.first { next in !names.isEmpty && names.allSatisfy { $0.hasPrefix(next) } }
            guard let next = shared else { break }
            prefix += next
            names = names.map { String($0.dropFirst(next.count)) }
        }
        var result = StateDictionary()
        result.metadata = weights.metadata
        for name in names { result[modern(name)] = weights[prefix + name] }
        return result
    }

    /// DenseNets were first published with `denselayer1.norm.1.weight` for what is `denselayer1.norm1.weight` since.
    private static func modern(_ name: String) -> String {
        guard name.contains(".denselayer") else { return name }
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let place = parts.firstIndex(where: { $0 == "norm" || $0 == "conv" }), place + 1 < parts.count, parts[place + 1].count == 1,
            parts[place + 1].allSatisfy(\.isNumber)
        else { return name }
        parts[place] += parts.remove(at: place + 1)
        return parts.joined(separator: ".")
    }
}
