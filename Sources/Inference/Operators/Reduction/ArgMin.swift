/// The place of the smallest number along an axis: the first of several, or the last where `select_last_index` is set.
///
/// Source: ONNX ArgMin, opsets 1, 11, 12 (`select_last_index`), 13.
struct ArgMin: ExtremeIndex {
    static let name = "ArgMin"
    let choice: IndexChoice

    static func isBetter<Element: Comparable>(_ candidate: Element, than best: Element) -> Bool { candidate < best }
}
