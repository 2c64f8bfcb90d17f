/// How numbers become places along an axis of a chart: evenly, or by their logarithm.
struct ChartScale {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    /// Where lines with numbers stand, from low to high.
    let ticks: [Double]

    /// The scale for numbers, of which only finite ones count, and for a logarithmic one only positive ones.
    ///
    /// - Parameter base: the step of a logarithmic scale; `nil` for octaves, or decades where there would be many octaves.
    init(_ numbers: [Double], isLogarithmic: Bool, base: Double? = nil) {
        let usable = numbers.filter { $0.isFinite && (!isLogarithmic || $0 > 0) && abs($0) < 1e300 }
        self.isLogarithmic = isLogarithmic
        let least = usable.min() ?? (isLogarithmic ? 1 : 0)
        let greatest = max(usable.max() ?? 1, least)
        if isLogarithmic {
            let base = base ?? (greatest > 4096 * least ? 10 : 2)
            var powers = [Self.power(of: base, atMost: least)]
            while let last = powers.last, last < greatest, powers.count < 1100 { powers.append(last * base) }
            if powers.count == 1 { powers.append(powers[0] * base) }
            (low, high) = (powers[0], powers[powers.count - 1])
            let step = (powers.count + 9) / 10
            ticks = powers.enumerated().filter { $0.offset % step == 0 }.map(\.element)
        } else {
            let bottom = min(0, least)
            let step = Self.roundStep((greatest - bottom) / 5)
            low = (bottom / step).rounded(.down) * step
            high = max((greatest / step).rounded(.up) * step, low + step)
            let count = Int(min(20, ((high - low) / step).rounded()))
            let first = low
            ticks = (0...count).map { first + Double($0) * step }
        }
    }

    /// `0...1` from low to high; `nil` for what has no place.
    func share(of number: Double) -> Double? {
        guard number.isFinite else { return nil }
        guard isLogarithmic else { return min(max((number - low) / (high - low), 0), 1) }
        guard number > 0 else { return nil }
        return min(max(logarithm2(number / low) / logarithm2(high / low), 0), 1)
    }

    /// The greatest power of `base` that is not greater than a positive number.
    private static func power(of base: Double, atMost number: Double) -> Double {
        guard number.isNormal, number > 0 else { return 1 }
        return Imaging.power(base, (logarithm2(number) / logarithm2(base) + 1e-9).rounded(.down))
    }

    /// 1, 2 or 5 times a power of ten, at least `least`.
    private static func roundStep(_ least: Double) -> Double {
        guard least.isFinite, least > 0 else { return 1 }
        var power = 1.0
        while power < least / 10 { power *= 10 }
        while power > least { power /= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? 10 * power
    }
}
