/// Numbers as captions and axes write them, without Foundation.
package enum NumberFormat {
    /// At most four significant digits: `0.03125`, `12.5`, `-1.2e-07`; `nan`, `inf`, `-inf`.
    package static func short(_ number: Float) -> String { significant(Double(number), digits: 4) }

    /// At most `digits` significant digits, or a dash where there is no number.
    package static func significant(_ number: Double?, digits: Int) -> String {
        number.map { significant($0, digits: digits) } ?? "–"
    }

    /// At most `digits` (1...15) significant digits, trailing zeros dropped.
    package static func significant(_ number: Double, digits: Int) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        let magnitude = abs(number)
        // What is smaller cannot be scaled without overflow.
        guard magnitude > 1e-290 else { return "0" }
        let sign = number < 0 ? "-" : ""
        var exponent = Int(floorLogarithm10(magnitude))
        var scaled = (magnitude / power(10, Double(exponent - digits + 1))).rounded()
        if scaled >= power(10, Double(digits)) {
            exponent += 1
            scaled = (scaled / 10).rounded()
        }
        var figures = String(UInt64(scaled))
        figures = String(repeating: "0", count: max(0, digits - figures.count)) + figures
        if exponent < -5 || exponent >= max(digits, 7) {
            let mantissa = withoutTrailingZeros(figures.prefix(1) + "." + figures.dropFirst())
            let exponentDigits = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
            return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(exponentDigits)"
        }
        if exponent < 0 {
            return sign + withoutTrailingZeros("0." + String(repeating: "0", count: -exponent - 1) + figures)
        }
        if exponent >= digits - 1 { return sign + figures + String(repeating: "0", count: exponent - digits + 1) }
        return sign + withoutTrailingZeros(figures.prefix(exponent + 1) + "." + figures.dropFirst(exponent + 1))
    }

    /// A fixed number of places after the point (0...9); significant digits instead where the number is huge.
    package static func fixed(_ number: Double, places: Int) -> String {
        guard number.isFinite, abs(number) < 1e9 else { return significant(number, digits: 6) }
        let unit = power(10, Double(places))
        let scaled = UInt64((abs(number) * unit).rounded())
        let sign = number < 0 && scaled != 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        var fraction = String(scaled % UInt64(unit))
        fraction = String(repeating: "0", count: places - fraction.count) + fraction
        return "\(sign)\(scaled / UInt64(unit)).\(fraction)"
    }

    private static func withoutTrailingZeros(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
