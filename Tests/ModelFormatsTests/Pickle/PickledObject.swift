/// What a checkpoint is made of, and how it is pickled.
indirect enum PickledObject {
    case number(UInt8)
    case text(String)
    /// A float32 of NumPy's.
    case scalar(Float)
    case dictionary([(String, PickledObject)])

    /// A file of protocol 2.
    var file: [UInt8] { [0x80, 2] + bytes + Array(".".utf8) }

    private var bytes: [UInt8] {
        switch self {
        case .number(let number): Array("K".utf8) + [number]
        case .text(let text): Array("U".utf8) + [UInt8(text.utf8.count)] + Array(text.utf8)
        case .scalar(let number):
            Array("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(U\u{2}f4tRC\u{4}".utf8)
                + withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } + Array("tR".utf8)
        case .dictionary(let entries):
            Array("}(".utf8) + entries.flatMap { PickledObject.text($0).bytes + $1.bytes } + Array("u".utf8)
        }
    }
}
