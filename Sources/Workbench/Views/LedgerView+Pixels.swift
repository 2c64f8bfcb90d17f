import Exploration
import Imaging
import Inference

/// The end of the way down: a number of the input as a sample of the picture.
extension LedgerView {
    /// Says which sample of the picture a number of the input is; `nil` where it is not a picture's.
    func pixelSentence(of ledger: Ledger) throws -> String? {
        let loaded = try lab.requireModel()
        guard ledger.unit.value == loaded.inputName, let image = lab.image,
            let pixel = PixelLedger(element: ledger.unit.element, of: loaded.preprocessing, visible: try lab.visibleImage()),
            abs(pixel.recomputed - ledger.value) <= 1e-5 * max(1, abs(ledger.value))
        else { return nil }
        let (mean, deviation) = (Self.short(pixel.mean), Self.short(pixel.standardDeviation))
        return
            "\(try lab.address(of: ledger.unit)) = \(Self.number(ledger.value)): the sample \(pixel.sample) (\(pixel.channelName), 0..255) at row \(pixel.row), "
            + "column \(pixel.column) of '\(image.name)' as the network sees it, (\(pixel.sample) − \(mean)) / \(deviation) = "
            + "\(Self.number(pixel.recomputed)), residual \(Self.short(ledger.value - pixel.recomputed))"
    }
}
