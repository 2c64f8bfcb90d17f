import Tensors

/// The arithmetic behind one number of a network: what it is made of, and how.
///
/// All of it is computed in double precision from the numbers that the engine holds, so that the residual to the engine's own value
/// is what single precision and its order of summation cost.
package struct Ledger: Sendable {
    /// Where a term comes from.
    package enum Source: Hashable, Sendable {
        /// A number that depends on the input.
        case unit(NetworkUnit)
        /// A number that the network brings along.
        case constant(NetworkUnit)
        /// What surrounds a map.
        case padding
    }

    /// One of the numbers that this one is made of.
    package struct Term: Hashable, Sendable {
        package let source: Source
        package let value: Double
        /// What it is multiplied by; `nil` where it is not.
        package var weight: Double?
        /// What it adds; `nil` where nothing is added up.
        package var amount: Double?

        package init(_ source: Source, _ value: Double, weight: Double? = nil, amount: Double? = nil) {
            self.source = source
            self.value = value
            self.weight = weight
            self.amount = amount
        }
    }

    /// A number with its name: a bias, a mean, a limit.
    package struct Line: Hashable, Sendable {
        package let label: String
        package let number: Double

        package init(_ label: String, _ number: Double) {
            self.label = label
            self.number = number
        }
    }

    /// How the terms lie over the channels of one input: `[channels, rows, columns]` of a kernel, from a channel on.
    package struct Window: Hashable, Sendable {
        package let input: String
        package let firstChannel: Int
        package let shape: Shape
    }

    package let unit: NetworkUnit
    /// The formula in a few words: `Σ weight · input + bias`.
    package var formula: String
    /// In the order in which the operator reads them.
    package var terms: [Term]
    /// What is added beside the terms: a bias, a shift.
    package var summands: [Line] = []
    /// Numbers that the formula needs and that add nothing by themselves.
    package var facts: [Line] = []
    /// The number made anew from the terms; `nil` where this program knows no formula for the operator.
    package var recomputed: Double?
    /// The number that the engine holds.
    package let value: Double
    package var window: Window?

    package init(
        of unit: NetworkUnit, value: Double, formula: String, terms: [Term], summands: [Line] = [], facts: [Line] = [],
        recomputed: Double? = nil, window: Window? = nil
    ) {
        (self.unit, self.value, self.formula, self.terms, self.summands) = (unit, value, formula, terms, summands)
        (self.facts, self.recomputed, self.window) = (facts, recomputed, window)
    }

    /// A ledger whose terms and summands add up to the number.
    package init(sumOf unit: NetworkUnit, value: Double, formula: String, terms: [Term], summands: [Line] = [], facts: [Line] = []) {
        self.init(of: unit, value: value, formula: formula, terms: terms, summands: summands, facts: facts)
        recomputed = terms.reduce(0) { $0 + ($1.amount ?? 0) } + summands.reduce(0) { $0 + $1.number }
    }
}

extension Ledger {
    /// The engine's number minus the one made anew.
    package var residual: Double? { recomputed.map { value - $0 } }

    /// What the residual is to be compared with: the number itself, or the greatest of the amounts that make it where they cancel out.
    package var scale: Double {
        let greatest = terms.reduce(0) { max($0, abs($1.amount ?? 0)) }
        return summands.reduce(max(greatest, abs(value))) { max($0, abs($1.number)) }
    }

    /// The residual as a share of ``scale``; 0 where both are 0.
    package var relativeResidual: Double? {
        residual.map { $0 == 0 ? 0 : abs($0) / max(scale, .leastNormalMagnitude) }
    }

    /// The terms by the size of what they add, the largest first; of equal ones padding last, the others in their order.
    ///
    /// - Complexity: O(n log n).
    package var bySize: [Term] {
        let sizes = terms.map { abs($0.amount ?? $0.value) }
        let ranks = terms.indices.map { terms[$0].source == .padding ? $0 + terms.count : $0 }
        return terms.indices.sorted { (-sizes[$0], ranks[$0]) < (-sizes[$1], ranks[$1]) }.map { terms[$0] }
    }

    /// The sum of the sizes of all amounts, of which each term has its share.
    package var grossSum: Double { terms.reduce(0) { $0 + abs($1.amount ?? 0) } }

    package var paddingCount: Int { terms.count { $0.source == .padding } }
}
