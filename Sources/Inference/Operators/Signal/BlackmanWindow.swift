/// The window of Blackman, with the coefficients 0.42, −0.5 and 0.08.
///
/// Source: ONNX BlackmanWindow, opset 17.
struct BlackmanWindow: WindowFunction {
    static let name = "BlackmanWindow"
    static let coefficients = [0.42, -0.5, 0.08]
    let settings: WindowSettings
}
