/// Counts as people read them.
package enum Count {
    /// `25,557,032`.
    package static func grouped(_ count: Int) -> String {
        var digits = String(count.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// Three significant digits with a unit of a thousand: `4.09 G`, `512`, `25.6 M`.
    package static func short(_ count: Int) -> String {
        for (limit, unit) in [(1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")] where count >= limit {
            let hundredths = (Double(count) / Double(limit) * 100).rounded() / 100
            if hundredths >= 100 { return "\(Int(hundredths.rounded())) \(unit)" }
            if hundredths >= 10 { return "\((hundredths * 10).rounded() / 10) \(unit)" }
            return "\(hundredths) \(unit)"
        }
        return "\(count)"
    }
}
