import Synchronization

/// A text as an element of a tensor: the number of one of the texts that the program has met.
///
/// Equal texts, byte by byte, have equal numbers, so that whatever moves, compares or chooses elements by their bits does so with texts.
/// A text that was met stays for as long as the program runs; therefore there is a limit to all of them together.
package struct InternedText: TensorElement, Hashable {
    package static let elementType = ElementType.string

    /// Its place among all texts; 0 is the empty one, so that bytes which nobody wrote stand for it.
    private let number: UInt32

    /// The text without letters.
    package static let empty = InternedText(number: 0)

    private init(number: UInt32) { self.number = number }

    /// The element for a text; `nil` where there are too many texts already.
    package init?(_ text: String) {
        guard let number = Self.pool.withLock({ $0.number(of: text) }) else { return nil }
        self.number = number
    }

    /// The text; empty where the bits stand for none.
    package var text: String { Self.pool.withLock { $0.text(number) } }

    /// The most bytes of all different texts together.
    package static let largestByteCount = 1 << 26
    /// The most different texts.
    package static let largestCount = 1 << 20

    private static let pool = Mutex(TextPool())
}

/// All texts by their numbers, and their numbers by them.
private struct TextPool {
    private var texts = [""]
    private var numbers: [Key: UInt32] = [Key(text: ""): 0]
    private var byteCount = 0

    /// A text that equals another only where all bytes do: Swift's own equality is that of what people read.
    private struct Key: Hashable {
        let text: String

        static func == (a: Key, b: Key) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    func text(_ number: UInt32) -> String { number < texts.count ? texts[Int(number)] : "" }

    mutating func number(of text: String) -> UInt32? {
        let key = Key(text: text)
        if let number = numbers[key] { return number }
        let count = text.utf8.count
        guard texts.count < InternedText.largestCount, count <= InternedText.largestByteCount - byteCount else { return nil }
        byteCount += count
        let number = UInt32(texts.count)
        texts.append(text)
        numbers[key] = number
        return number
    }
}

extension Tensor {
    /// A tensor of texts in row-major order, as many as the shape has elements; `nil` where the program has met too many already.
    package init?(_ shape: Shape, texts: [String]) {
        var elements: [InternedText] = []
        elements.reserveCapacity(texts.count)
        for text in texts {
            guard let element = InternedText(text) else { return nil }
            elements.append(element)
        }
        self.init(shape, elements: elements)
    }

    /// The texts in row-major order; `nil` where the elements are numbers.
    package var texts: [String]? {
        guard elementType == .string else { return nil }
        return withExtendedLifetime(storage) { elements(as: InternedText.self).map(\.text) }
    }
}
