import Imaging

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
    if let violation = PictureProperties.violation(by: bytes, as: JPEGCodec.self) { fatalError(violation) }
    return 0
}
