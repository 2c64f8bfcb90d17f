/// Why a text is no network, and where in it.
package struct NetworkTextError: Error, Equatable {
    package let problem: Problem
    /// The bytes of the text that it is about.
    package let range: Range<Int>

    /// What is wrong.
    package enum Problem: Equatable, Sendable {
        case expectedLayer(found: String)
        case expectedNumber(after: String, found: String)
        case expectedName(after: String, found: String)
        case expectedBlank(found: String)
        case unknownSetting(String, layer: String, known: [String])
        case repeatedSetting(String)
        case number(String, range: ClosedRange<Int>)
        case unclosed(String, expected: String)
        case unopened(String)
        case mixedJoins
        case empty(String)
        case tooDeep(limit: Int)
        case tooLong(limit: Int)
        case tooManyLayers(limit: Int)
        case tooManyWeights(limit: Int)
        case tooManyNumbers(limit: Int)
        case axisCount(expected: Int, found: Int)
        case window(size: [Int], map: [Int])
        case groups(Int, channels: [Int])
        case sizes([[Int]])
        case unknownTap(String, known: [String])
        case pyramidLevels(count: Int)
        case pyramidSizes(fine: [Int], coarse: [Int])
    }

    init(_ problem: Problem, at range: Range<Int>) {
        self.problem = problem
        self.range = range
    }
}

extension NetworkTextError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .expectedLayer(let found): "expected a layer such as 'c3s2', found \(found)"
        case .expectedNumber(let after, let found): "expected a number after '\(after)', found \(found)"
        case .expectedName(let after, let found): "expected a name after '\(after)', found \(found)"
        case .expectedBlank(let found): "expected a blank after the layer, found \(found)"
        case .unknownSetting(let setting, let layer, let known):
            known.isEmpty
                ? "expected a blank after '\(layer)', found '\(setting)'"
                : "expected \(Self.alternatives(known)) after '\(layer)', found '\(setting)'"
        case .repeatedSetting(let setting): "expected '\(setting)' once, found it again"
        case .number(let found, let range): "expected a number from \(range.lowerBound) to \(range.upperBound), found \(found)"
        case .unclosed(let open, let expected): "expected '\(expected)' to close '\(open)', found the end of the text"
        case .unopened(let close): "found '\(close)', which closes nothing"
        case .mixedJoins: "expected one of '|' and '&' between the branches, found both"
        case .empty(let what): "expected layers in \(what), found none"
        case .tooDeep(let limit): "expected brackets at most \(limit) deep, found more"
        case .tooLong(let limit): "expected a text of at most \(limit) bytes, found more"
        case .tooManyLayers(let limit): "expected at most \(limit) layers, found more"
        case .tooManyWeights(let limit): "expected at most \(limit) weights, found more"
        case .tooManyNumbers(let limit): "expected at most \(limit) numbers in a layer's output, found more"
        case .axisCount(let expected, let found): "expected one number or \(expected), one for each axis, found \(found)"
        case .window(let size, let map): "expected a window that fits into the map of \(Self.size(map)), found \(Self.size(size))"
        case .groups(let count, let channels):
            "expected groups that divide \(channels.map(String.init).joined(separator: " and ")) channels, found \(count)"
        case .sizes(let sizes): "expected branches of one size, found \(sizes.map(Self.size).joined(separator: " and "))"
        case .unknownTap(let name, let known):
            known.isEmpty
                ? "expected a name that '=' has given before, found '\(name)'"
                : "expected \(Self.alternatives(known)), found '\(name)'"
        case .pyramidLevels(let count): "expected at least 2 resolutions for a feature pyramid, found \(count)"
        case .pyramidSizes(let fine, let coarse):
            "expected levels of a pyramid that halve the size, found \(Self.size(fine)) and \(Self.size(coarse))"
        }
    }

    /// What to do about it; `nil` where nothing is known.
    package var help: String? {
        switch problem {
        case .expectedLayer, .unopened:
            "layers are cK (convolution), pK and aK (maximum and average pooling), uN (upsampling), g (global pooling), r (ReLU)"
        case .unknownSetting, .expectedBlank: "sN is the stride, dN the dilation, wN the padding, oN the channels, gN the groups"
        case .sizes, .pyramidSizes: "'size N' after the text sets the size of the input; powers of two halve without a rest"
        default: nil
        }
    }

    private static func alternatives(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func size(_ size: [Int]) -> String { size.map(String.init).joined(separator: "x") }
}
