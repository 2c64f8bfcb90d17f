/// Every function that formulas can call.
package enum FunctionCatalog {
    /// In alphabetical order.
    package static let all: [Function] = [
        .abs, .all, .any, .argmax, .argmin, .channel, .clip, .conv2d, .corr, .count, .density, .exp, .gray, .jump, .log, .max, .mean, .min,
        .multiplyadds, .norm, .padding, .parameters, .pool, .random, .relu, .reshape, .resize, .rf, .round, .scale, .seed, .shape, .sigmoid,
        .softmax, .sort, .sqrt, .std, .sum, .tanh, .top, .transpose,
    ]

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    package static func function(named name: String) -> Function? { byName[name] }
}
