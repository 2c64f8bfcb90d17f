/// A place in a network: a layer, one of its channels, a unit of that channel.
///
/// `layer2.1.conv2:17@12,20` is row 12, column 20 of channel 17; all three count from 0. `@12,20` is a place in the current layer.
package struct Address: Hashable, Sendable {
    /// The layer's name, number or pattern as typed; `nil` for the current one.
    package var layer: String?
    package var channel: Int?
    package var row: Int?
    package var column: Int?

    package init(layer: String? = nil, channel: Int? = nil, row: Int? = nil, column: Int? = nil) {
        self.layer = layer
        self.channel = channel
        self.row = row
        self.column = column
    }

    /// The address that a word spells.
    ///
    /// The position is what follows the last `@`, the channel what follows the last `:` before it; a layer whose name holds such
    /// characters itself is for the caller to recognize by its whole name first.
    package init(_ text: String) throws(AddressError) {
        var rest = Substring(text)
        if let position = try Self.takePosition(from: &rest) { (row, column) = position }
        if let mark = rest.lastIndex(of: ":") {
            guard let channel = Self.count(rest[rest.index(after: mark)...]) else { throw .badChannel(String(rest[mark...])) }
            self.channel = channel
            rest = rest[..<mark]
        }
        layer = rest.isEmpty ? nil : String(rest)
        if layer == nil, channel == nil, row == nil { throw .empty }
    }

    /// Cuts `@ROW,COLUMN` off the end, where it stands there.
    static func takePosition(from text: inout Substring) throws(AddressError) -> (row: Int, column: Int)? {
        guard let mark = text.lastIndex(of: "@") else { return nil }
        let numbers = text[text.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 2, let row = count(numbers[0]), let column = count(numbers[1]) else {
            throw .badPosition(String(text[mark...]))
        }
        text = text[..<mark]
        return (row, column)
    }

    /// A number of at most nine digits, without a sign.
    static func count(_ digits: Substring) -> Int? {
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(digits)
    }
}

extension Address: CustomStringConvertible {
    /// The address as it can be typed.
    package var description: String {
        let position = row.flatMap { row in column.map { "@\(row),\($0)" } } ?? ""
        return (layer ?? "") + (channel.map { ":\($0)" } ?? "") + position
    }
}

/// Why a word is no address.
package enum AddressError: Error, Hashable, CustomStringConvertible {
    case empty
    case badChannel(String)
    case badChannels(String)
    case badPosition(String)

    package var description: String {
        switch self {
        case .empty: "expected an address such as 'layer2.1.conv2:17@12,20', found nothing"
        case .badChannel(let found): "expected a channel number after ':', found '\(found)'"
        case .badChannels(let found): "expected channels such as '3', '3..7', '3,5' or '*' after ':', found '\(found)'"
        case .badPosition(let found): "expected '@ROW,COLUMN', found '\(found)'"
        }
    }
}
