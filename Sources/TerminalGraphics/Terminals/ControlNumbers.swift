/// The parameters of a control sequence: decimal numbers between semicolons.
enum ControlNumbers {
    /// At most 32 numbers, empty ones left out; nil if any other byte is among them. Numbers of more than nine digits count as 999,999,999.
    static func parse(_ text: some Sequence<UInt8>) -> [Int]? {
        var numbers: [Int] = []
        var current: Int?
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                current = min((current ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), 999_999_999)
            case UInt8(ascii: ";"):
                if let number = current { numbers.append(number) }
                current = nil
            default:
                return nil
            }
            if numbers.count == 32 { return numbers }
        }
        if let current { numbers.append(current) }
        return numbers
    }
}
