import Exploration
import Imaging
import Inference
import Language
import Tensors

/// The arithmetic behind a number as tables, lines and a figure.
struct LedgerView {
    let session: Session
    /// Terms that are listed.
    let top: Int

    var lab: Lab { session.lab }

    /// Digits that tell the engine's single precision from the double precision of the ledger.
    private static let digits = 8

    /// Shows a ledger and returns what its rows come from.
    func show(_ ledger: Ledger, choice: String?) throws -> [NetworkUnit?] {
        session.emit(.text(try heading(ledger, choice)))
        let sorted = ledger.bySize
        if !sorted.isEmpty { session.emit(.table(try table(of: sorted, ledger))) }
        session.emit(.table(closing(of: ledger, sorted)))
        if let figure = try figure(of: ledger) { try session.show(figure) }
        return sorted.map { if case .unit(let unit) = $0.source { unit } else { nil } }
    }

    private func heading(_ ledger: Ledger, _ choice: String?) throws -> String {
        let address = try lab.address(of: ledger.unit)
        let chosen = choice.map { " (\($0))" } ?? ""
        let network = try lab.requireModel().network
        let kind = network.producers[ledger.unit.value].map { ", \(network.layers.all[$0].kind)" } ?? ""
        return "\(address)\(chosen) = \(Self.number(ledger.value))\(kind): \(ledger.formula)"
    }

    private func table(of sorted: [Ledger.Term], _ ledger: Ledger) throws -> Table {
        let gross = ledger.grossSum
        var sum = 0.0
        var rows: [[String]] = []
        for (index, term) in sorted.prefix(top).enumerated() {
            sum += term.amount ?? 0
            rows.append([
                "\(index + 1)", try name(of: term.source), Self.short(term.value), term.weight.map(Self.short) ?? "",
                term.amount.map(Self.short) ?? "", term.amount.map { Self.share($0, of: gross) } ?? "",
                term.amount == nil ? "" : Self.short(sum),
            ])
        }
        let hidden = ledger.paddingCount > 0 ? ", \(ledger.paddingCount) of them padding" : ""
        return Table(
            [.right("#"), .left("from"), .right("value"), .right("weight"), .right("product"), .right("share"), .right("sum so far")],
            rows: rows, caption: "\(rows.count) of \(sorted.count) term\(sorted.count == 1 ? "" : "s") shown\(hidden), the largest first")
    }

    private func name(of source: Ledger.Source) throws -> String {
        switch source {
        case .unit(let unit): "\(try lab.address(of: unit))"
        case .constant(let unit): "\(try lab.address(of: unit)) (constant)"
        case .padding: "padding"
        }
    }

    private func closing(of ledger: Ledger, _ sorted: [Ledger.Term]) -> Table {
        var lines = ledger.facts.map { ($0.label, $0.number) }
        let amounts = sorted.compactMap(\.amount)
        if amounts.count == sorted.count, amounts.count > 1 {
            lines.append(("sum of the \(min(top, sorted.count)) shown", amounts.prefix(top).reduce(0, +)))
            if sorted.count > top { lines.append(("sum of the \(sorted.count - top) others", amounts.dropFirst(top).reduce(0, +))) }
        }
        lines += ledger.summands.map { ($0.label, $0.number) }
        return Self.closing(
            lines, recomputed: ledger.recomputed, engine: ledger.value, relative: ledger.relativeResidual, note: editNote(ledger.unit))
    }

    /// Why the numbers below a unit do not make it where it was edited itself.
    private func editNote(_ unit: NetworkUnit) -> String {
        let names = lab.edits.filter { $0.edits.contains { $0.value == unit.value } }.map(\.name)
        return names.isEmpty ? "" : "the engine's value is edited: \(names.joined(separator: "; "))"
    }

    static func closing(
        _ lines: [(String, Double)], recomputed: Double?, engine: Double, relative: Double?, note: String = ""
    ) -> Table {
        var rows = lines.map { [$0.0, number($0.1), ""] }
        if let recomputed, let relative {
            rows.append(["made anew", number(recomputed), "in double precision"])
            rows.append(["engine", number(engine), ""])
            rows.append(["residual", short(engine - recomputed), "\(short(relative)) of the largest number above"])
        } else {
            rows.append(["engine", number(engine), "not made anew: no formula is known for this operator"])
        }
        return Table([.left(""), .right(""), .left("")], rows: rows, caption: note)
    }

    /// The products of a window, an image for each channel of the input that adds most.
    private func figure(of ledger: Ledger) throws -> Figure? {
        guard let window = ledger.window, window.shape[1] * window.shape[2] > 1 else { return nil }
        let area = window.shape[1] * window.shape[2]
        let sums = (0..<window.shape[0]).map { channel in
            ledger.terms[channel * area..<(channel + 1) * area].reduce(0) { $0 + ($1.amount ?? 0) }
        }
        let sizes = (0..<window.shape[0]).map { channel in
            ledger.terms[channel * area..<(channel + 1) * area].reduce(0) { $0 + abs($1.amount ?? 0) }
        }
        let chosen = sizes.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }.prefix(Self.figureChannelLimit)
        let numbers = chosen.flatMap { channel in
            ledger.terms[channel * area..<(channel + 1) * area].map { Float($0.amount ?? 0) }
        }
        let layer = try lab.layerWord(of: window.input)
        let names = chosen.map { "\(Address(layer: layer, channel: window.firstChannel + $0))" }
        var figure = GridFigure(
            title: "products of \(try lab.address(of: ledger.unit)) by input channel", totalCount: window.shape[0], names: names,
            scaling: session.settings.scaling ?? .symmetric, colormap: session.settings.colormap.flatMap(Colormap.named) ?? .diverging)
        figure.labels = chosen.map {
            ":\(window.firstChannel + $0) \(sums[$0] < 0 ? "" : "+")\(NumberFormat.significant(sums[$0], digits: 3))"
        }
        figure.sizeInPixels = session.canvas.widthInPixels / 6
        var drawn = try figure.figure(of: Tensor([chosen.count, window.shape[1], window.shape[2]], numbers), on: session.canvas)
        drawn.textTwin = zip(names, chosen).map { name, channel in
            "  \(name): sum \(Self.short(sums[channel])), sizes together \(Self.short(sizes[channel]))"
        }
        return drawn
    }

    private static let figureChannelLimit = 12

    // MARK: - Numbers

    static func number(_ number: Double) -> String { NumberFormat.significant(number, digits: digits) }
    static func short(_ number: Double) -> String { NumberFormat.significant(number, digits: 5) }

    /// The size of an amount as a share of all sizes.
    static func share(_ amount: Double, of gross: Double) -> String {
        gross > 0 ? NumberFormat.fixed(abs(amount) / gross * 100, places: 1) + " %" : ""
    }
}
