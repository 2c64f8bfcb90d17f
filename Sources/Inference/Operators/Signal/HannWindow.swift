/// The window of Hann, with the coefficients 1/2 and −1/2.
///
/// Source: ONNX HannWindow, opset 17.
struct HannWindow: WindowFunction {
    static let name = "HannWindow"
    static let coefficients = [0.5, -0.5]
    let settings: WindowSettings
}
