import CKernels
import Foundation
import ModelFormats
import Tensors
import TestSupport
import Testing

/// What `Tools/make-architecture-goldens.py` wrote of a network: what torchvision calls and computes, in double precision.
struct ArchitectureGolden: Sendable, CustomTestStringConvertible {
    /// A layer's value: its shape, greatest magnitude and Euclidean norm, and elements at even distances.
    struct Value: Sendable {
        let layer: String
        let shape: Shape
        let greatest: Float
        let norm: Double
        let samples: [Float]
    }

    /// How many there are, and FNV-1a of what they are.
    struct Fingerprint: Equatable, Sendable {
        let count: Int
        let hash: UInt64

        init(_ texts: [String], separator: String) {
            count = texts.count
            hash = texts.joined(separator: separator).fnv1a
        }

        init?(_ words: [Substring]) {
            guard words.count == 2, let count = Int(words[0]), let hash = UInt64(words[1], radix: 16) else { return nil }
            (self.count, self.hash) = (count, hash)
        }
    }

    let name: String
    /// `nil` where names and shapes are all that is compared.
    private(set) var inputShape: Shape?
    /// What normalization multiplies by.
    private(set) var gain: Float = 1
    private(set) var parameterCount = 0
    private(set) var keys: Fingerprint?
    private(set) var layers: Fingerprint?
    private(set) var values: [Value] = []

    var testDescription: String { name }

    static let all = Result { try read(Fixtures.folder + "architectures.txt") }

    /// The networks that values are known of.
    static var computed: [ArchitectureGolden] { ((try? all.get()) ?? []).filter { $0.inputShape != nil } }

    private static func read(_ path: String) throws -> [ArchitectureGolden] {
        var goldens: [ArchitectureGolden] = []
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            if words[0] == "network", words.count >= 3 {
                goldens.append(ArchitectureGolden(name: String(words[1])))
            }
            guard !goldens.isEmpty, goldens[goldens.count - 1].add(words) else { throw GoldenError(line: String(line)) }
        }
        return goldens
    }

    private init(name: String) { self.name = name }

    private mutating func add(_ words: [Substring]) -> Bool {
        switch words[0] {
        case "network":
            inputShape = words.count > 3 ? Shape(words[2].split(separator: "x").compactMap { Int($0) }) : nil
            gain = words.count > 3 ? Float(words[3]) ?? 1 : 1
        case "parameters": parameterCount = Int(words[1]) ?? 0
        case "keys": keys = Fingerprint(Array(words.dropFirst()))
        case "layers": layers = Fingerprint(Array(words.dropFirst()))
        case "value" where words.count > 5:
            guard let greatest = Float(words[3]), let norm = Double(words[4]) else { return false }
            values.append(
                Value(
                    layer: String(words[1]), shape: Shape(words[2].split(separator: "x").compactMap { Int($0) }), greatest: greatest,
                    norm: norm, samples: words.dropFirst(5).compactMap { Float($0) }))
        default: return false
        }
        return true
    }
}

struct GoldenError: Error, CustomStringConvertible {
    let line: String
    var description: String { "a golden cannot be read: '\(line.prefix(80))'" }
}

extension ArchitectureGolden {
    /// The tensor that the script makes of a parameter's name and shape.
    func parameter(_ name: String, _ shape: Shape) -> Tensor {
        let role = name.split(separator: ".").last ?? ""
        let fanIn = shape.dimensions.dropFirst().reduce(1, *)
        return switch role {
        case "running_var": Self.uniform(name, shape, scale: 0.25, offset: 1)
        case "running_mean", "bias": Self.uniform(name, shape, scale: 0.1)
        case "layer_scale": Self.uniform(name, shape, scale: 0.25 * gain, offset: gain)
        default:
            shape.rank == 1
                ? Self.uniform(name, shape, scale: 0.25 * gain, offset: gain)
                : Self.uniform(name, shape, scale: Float((6 / Double(fanIn)).squareRoot()))
        }
    }

    /// Numbers of -1 ..< 1 that the name stands for, scaled and shifted.
    static func uniform(_ name: String, _ shape: Shape, scale: Float = 1, offset: Float = 0) -> Tensor {
        Tensor(shape) { numbers in
            cnns_fill_uniform(numbers.baseAddress, numbers.count, name.fnv1a, scale)
            guard offset != 0 else { return }
            for index in numbers.indices { numbers[index] += offset }
        }
    }
}

extension String {
    /// FNV-1a, 64 bits.
    var fnv1a: UInt64 { utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
}
