/// The window of Hamming, with the coefficients 25/46 and −21/46.
///
/// Source: ONNX HammingWindow, opset 17.
struct HammingWindow: WindowFunction {
    static let name = "HammingWindow"
    static let coefficients = [25.0 / 46, -21.0 / 46]
    let settings: WindowSettings
}
