/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let violation = AnswerProperties.violation(by: Array(UnsafeBufferPointer(start: bytes, count: count))) { fatalError(violation) }
    return 0
}
