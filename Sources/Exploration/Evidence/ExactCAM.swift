import Inference
import Tensors

/// Class activation as it was first defined: the terms of the logit under a linear head, no estimate.
///
/// `M(y, x) = Σ_k w_k(y, x) · A_k(y, x)`, whose sum over the places is the logit without the class's bias.
///
/// Source: Zhou et al., "Learning Deep Features for Discriminative Localization", 2016, arXiv:1512.04150.
enum ExactCAM {
    /// The map `[H, W]`, the value that holds the maps, and how many channels it has.
    static func map(of classNumber: Int, in specimen: Specimen, control: RunControl) throws -> (Tensor, String, Int) {
        let book = LedgerBook(specimen.network) { try specimen.values($0, control: control) }
        let ledger = try ClassLedger(of: classNumber, logits: specimen.logitsName, book: book)
        return (ledger.map, ledger.mapsName, ledger.channels.count)
    }
}
