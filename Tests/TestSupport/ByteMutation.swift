extension SeededGenerator {
    /// The bytes with one to four changes of the kinds that files suffer: other bits, other bytes, a cut, a gap, a repetition.
    package mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...16, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &self) ?? 0
            case 2: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 3: bytes.removeSubrange(place..<end)
            case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
            default: if Int.random(in: 0..<8, using: &self) == 0 { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
