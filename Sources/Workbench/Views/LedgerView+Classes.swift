import Exploration
import Imaging
import Inference
import Language
import Tensors

/// The ledger of a class: the channels that make its logit, and where in the picture they do.
extension LedgerView {
    /// Shows the ledger of a class and returns what its rows come from.
    func show(_ ledger: ClassLedger) throws -> [NetworkUnit?] {
        let name = try lab.requireModel().className(ledger.classNumber)
        let layer = try lab.layerWord(of: ledger.mapsName)
        session.emit(.text(heading(ledger, name, layer)))
        let sorted = ledger.bySize
        session.emit(.table(table(of: sorted, ledger, layer)))
        var lines = [("sum of the \(min(top, sorted.count)) shown", sorted.prefix(top).reduce(0) { $0 + $1.amount })]
        if sorted.count > top {
            lines.append(("sum of the \(sorted.count - top) others", sorted.dropFirst(top).reduce(0) { $0 + $1.amount }))
        }
        lines.append(("constant (bias)", ledger.constant))
        let scale = sorted.reduce(max(abs(ledger.logit), abs(ledger.constant))) { max($0, abs($1.amount)) }
        session.emit(
            .table(
                Self.closing(
                    lines, recomputed: ledger.recomputed, engine: ledger.logit,
                    relative: abs(ledger.residual) / max(scale, .leastNormalMagnitude))))
        try session.show(try overlay(ledger, name, layer))
        return sorted.map(\.strongest)
    }

    private func heading(_ ledger: ClassLedger, _ name: String, _ layer: String) -> String {
        let gates = ledger.gates.isEmpty ? "" : "; what \(ledger.gates.joined(separator: ", ")) lets through holds for this picture"
        return
            "class \(ledger.classNumber) '\(name)': logit \(Self.number(ledger.logit)) = bias + Σ over the \(ledger.channels.count) channels of \(layer) "
            + "(\(ledger.map.shape)), by way of \(ledger.path.reversed().joined(separator: ", "))\(gates)"
    }

    private func table(of sorted: [ClassLedger.Channel], _ ledger: ClassLedger, _ layer: String) -> Table {
        let gross = ledger.grossSum
        var sum = 0.0
        let rows = sorted.prefix(top).enumerated().map { index, channel in
            sum += channel.amount
            return [
                "\(index + 1)", "\(Address(layer: layer, channel: channel.channel))", Self.short(channel.mean),
                channel.weight.map(Self.short) ?? "",
                Self.short(channel.amount), Self.share(channel.amount, of: gross), Self.short(sum),
            ]
        }
        return Table(
            [.right("#"), .left("from"), .right("mean"), .right("weight"), .right("product"), .right("share"), .right("sum so far")],
            rows: rows, caption: "\(rows.count) of \(sorted.count) channels shown, the largest first")
    }

    /// What each place adds, over the picture; by itself where there is none.
    private func overlay(_ ledger: ClassLedger, _ name: String, _ layer: String) throws -> Figure {
        let title =
            "class \(ledger.classNumber) '\(name)', sum \(NumberFormat.significant(ledger.logit - ledger.constant, digits: 5)) over \(layer)"
        let colormap = session.settings.colormap.flatMap(Colormap.named) ?? .diverging
        let scaling = session.settings.scaling ?? .symmetric
        guard let picture = try? lab.visibleImage() else {
            var figure = try MapFigure(title: title, scaling: scaling, colormap: colormap).figure(of: ledger.map, on: session.canvas)
            figure.textTwin = Self.strongestPlace(ledger.map, layer)
            return figure
        }
        var figure = try OverlayFigure(title: title, scaling: scaling, colormap: colormap).figure(
            of: ledger.map, over: picture, on: session.canvas)
        figure.textTwin = Self.strongestPlace(ledger.map, layer)
        return figure
    }

    /// The address of the place that adds most.
    private static func strongestPlace(_ map: Tensor, _ layer: String) -> [String] {
        let numbers = map.floats
        guard let place = numbers.indices.max(by: { numbers[$0] < numbers[$1] }) else { return [] }
        let address = Address(layer: layer, row: place / map.shape[1], column: place % map.shape[1])
        return ["  greatest at \(address): \(NumberFormat.short(numbers[place]))"]
    }
}
