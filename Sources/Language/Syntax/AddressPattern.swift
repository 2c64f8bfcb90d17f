/// Places in a network, several at once: layers by name or pattern, some of their channels, a unit of each.
///
/// `layer2.*:3..7,9@4,5` is row 4, column 5 of the channels 3 to 7 and 9 of every layer that fits `layer2.*`. Without channels, or with
/// `*` in their place, all are meant.
package struct AddressPattern: Hashable, Sendable {
    /// The layer's name, number or pattern as typed; `nil` for the current one.
    package var layer: String?
    /// Both ends included; `nil` for all channels.
    package var channels: [ClosedRange<Int>]?
    package var row: Int?
    package var column: Int?

    package init(layer: String? = nil, channels: [ClosedRange<Int>]? = nil, row: Int? = nil, column: Int? = nil) {
        self.layer = layer
        self.channels = channels
        self.row = row
        self.column = column
    }

    package init(_ address: Address) {
        self.init(layer: address.layer, channels: address.channel.map { [$0...$0] }, row: address.row, column: address.column)
    }

    /// The places that a word spells.
    ///
    /// The position is what follows the last `@`, the channels what follows the last `:` before it.
    package init(_ text: String) throws(AddressError) {
        var rest = Substring(text)
        if let position = try Address.takePosition(from: &rest) { (row, column) = position }
        var namesChannels = false
        if let mark = rest.lastIndex(of: ":") {
            channels = try Self.channels(rest[rest.index(after: mark)...])
            namesChannels = true
            rest = rest[..<mark]
        }
        layer = rest.isEmpty ? nil : String(rest)
        if layer == nil, !namesChannels, row == nil { throw .empty }
    }

    /// `3`, `3..7`, several of both between commas, or `*`.
    private static func channels(_ text: Substring) throws(AddressError) -> [ClosedRange<Int>]? {
        if text == "*" { return nil }
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.firstRange(of: "..").map { [part[..<$0.lowerBound], part[$0.upperBound...]] } ?? [part]
            guard let low = Address.count(ends[0]), let high = Address.count(ends[ends.count - 1]), low <= high else {
                throw .badChannels(":\(text)")
            }
            ranges.append(low...high)
        }
        return ranges
    }
}

extension AddressPattern: CustomStringConvertible {
    /// The places as they can be typed.
    package var description: String {
        let numbers = channels?.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)" }
        let position = row.flatMap { row in column.map { "@\(row),\($0)" } } ?? ""
        let needsMark = layer?.contains(":") ?? position.isEmpty
        let all = needsMark ? ":*" : ""
        return (layer ?? "") + (numbers.map { ":" + $0.joined(separator: ",") } ?? all) + position
    }
}
