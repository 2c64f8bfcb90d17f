import Inference

/// A network written as a short text, for its geometry: `c7s2 p3s2 (c1 c3 c1)*3`.
///
/// | text | layer |
/// |---|---|
/// | `cK` | convolution with a kernel of K along every axis; `cKxL` for other kernels |
/// | `pK`, `aK` | maximum and average pooling, with a stride of K where none is given |
/// | `g`, `uN`, `r` | global average pooling, nearest-neighbor upsampling by N, ReLU |
/// | `sS`, `dD`, `wP`, `oC`, `gG` | after a layer: stride, dilation, padding, channels, groups |
/// | `(…)*N` | repeats |
/// | `[… \| …]`, `[… & …]` | branches, added or concatenated |
/// | `=name`, `@name`, `+name` | remembers a value, goes on from it, adds it |
/// | `fpn`, `fpn(a b c)` | feature pyramid: 1×1 lateral, nearest ×2 from above, 3×3 smoothing |
///
/// Every layer is a node named by its number, from `1`; a name that `=` gives becomes the node's full name.
package struct NetworkText: Sendable {
    /// Spatial axes of the input: 1, 2 or 3.
    package var axisCount = 2
    /// The extent of every spatial axis of the input.
    package var size: [Int]
    package var inputChannelCount: Int
    /// Channels of every convolution that says nothing else.
    package var channelCount = NetworkText.standardChannelCount
    package var weights: MadeWeights

    /// Few, so that such networks run fast: their geometry does not depend on it.
    package static let standardChannelCount = 4

    package init(
        axisCount: Int = 2, size: [Int], inputChannelCount: Int? = nil, channelCount: Int = NetworkText.standardChannelCount,
        weights: MadeWeights = .random(seed: 0)
    ) {
        self.axisCount = axisCount
        self.size = size
        self.inputChannelCount = inputChannelCount ?? (axisCount == 2 ? 3 : 1)
        self.channelCount = channelCount
        self.weights = weights
    }

    /// The graph of a text.
    ///
    /// - Throws: ``NetworkTextError``, pointing into the text.
    /// - Complexity: O(layers), which are bounded; the text is bounded too.
    package func graph(_ text: String, name: String) throws(NetworkTextError) -> Graph {
        let items = try NetworkTextParser.parse(text)
        var builder = NetworkTextBuilder(self, name: name)
        return try builder.graph(of: items)
    }
}
