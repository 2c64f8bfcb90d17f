import Exploration
import Inference
import Language
import ModelFormats
import Tensors

/// What edits do to the scores of the classes, `[K]` each.
struct EditEffect {
    let before: Tensor
    let after: Tensor
}

extension Lab {
    /// Puts other edits in force and says what that does to the classes; `nil` where there is nothing to see it on.
    ///
    /// Nothing changes where an edit does not fit, or where computing its effect fails or is stopped.
    func change(to edits: [NamedEdit], in session: Session) throws -> EditEffect? {
        let network = try requireModel().network
        for edit in edits.flatMap(\.edits) { try edit.check(against: network) }
        let effect = try effect(of: edits, in: session)
        try use(edits: edits)
        return effect
    }

    private func effect(of edits: [NamedEdit], in session: Session) throws -> EditEffect? {
        guard hasInput else { return nil }
        let specimen = try specimen(in: session)
        let before: Tensor
        do {
            before = try logits(of: specimen, in: session)
        } catch LabError.noScores {
            return nil
        }
        let edited = specimen.edited(edits.flatMap(\.edits))
        try keepUnedited(edits.last?.edits ?? [], of: edited, in: session)
        return EditEffect(before: before, after: try logits(of: edited, in: session))
    }

    /// Computes what edited values were before their own edits, so that further edits of them start from there.
    private func keepUnedited(_ edits: [Edit], of specimen: Specimen, in session: Session) throws {
        let order = { (edit: Edit) in specimen.network.producers[edit.value] ?? 0 }
        for edit in edits.sorted(by: { order($0) < order($1) }) {
            _ = try tensors([edit.value], of: specimen.edited(specimen.edits.filter { $0.value != edit.value }), in: session)
        }
    }
}

// MARK: - Commands

extension Lab {
    /// Changes places and shows what that does.
    ///
    /// - Parameters:
    ///   - verb: what is done, such as `ablate`.
    ///   - suffix: what the name of the edit ends with, such as ` by 2`.
    ///   - change: what to do to some places of one layer.
    func edit(
        _ verb: String, _ places: [LayerPlaces], suffix: String = "", in session: Session, change: ([Edit.Place]) -> Edit.Change
    ) throws {
        var byLayer: [(layer: Layer, places: [Edit.Place])] = []
        for part in places {
            let position = part.position.flatMap { part.layer.spatialPosition(row: $0.row, column: $0.column) }
            let added = part.channels.map { $0.map { Edit.Place(channel: $0, position: position) } } ?? [Edit.Place(position: position)]
            if let index = byLayer.firstIndex(where: { $0.layer.valueName == part.layer.valueName }) {
                byLayer[index].places += added
            } else {
                byLayer.append((part.layer, added))
            }
        }
        let name = "\(verb) \(Self.shortList(places.map(\.description)))\(suffix)"
        try add(NamedEdit(name: name, edits: byLayer.map { Edit($0.layer.valueName, change($0.places)) }), in: session)
    }

    /// Puts one more edit in force and shows what that does.
    func add(_ edit: NamedEdit, in session: Session) throws {
        let effect = try change(to: edits + [edit], in: session)
        show(effect, of: edit.name, in: session)
    }

    /// Takes back the last edits and shows what that does.
    func takeBack(_ count: Int, in session: Session) throws {
        let undone = edits.suffix(count).map(\.name)
        let effect = try change(to: edits.dropLast(count), in: session)
        let what = undone.count == 1 ? "'\(undone[0])'" : "\(undone.count) edits"
        show(effect, of: "\(what) taken back", in: session)
    }

    private func show(_ effect: EditEffect?, of what: String, in session: Session) {
        let state = editCount.map { "\($0) in force" } ?? "nothing is edited"
        guard let effect, let model else {
            session.emit(.text("\(what); \(state)"))
            return
        }
        session.emit(.table(EffectTable(model: model).table(of: effect, caption: "\(what); \(state)")))
    }

    /// At most so many places are named; the others are counted.
    private static let listedCount = 4

    private static func shortList(_ names: [String]) -> String {
        let rest = names.count - listedCount
        return rest <= 0 ? names.joined(separator: " ") : names.prefix(listedCount).joined(separator: " ") + " and \(rest) more"
    }
}

extension Session {
    /// Makes a model the current one.
    ///
    /// - Returns: A note on the edits of the one before, which go; `nil` where there were none.
    func use(_ model: Model) throws -> String? {
        let count = lab.editCount
        try lab.use(model)
        return count.map { "note: \($0) of the network before taken back" }
    }

    /// Shows a table of numbers that the network computed; its caption says which edits are in force.
    func show(_ table: Table) {
        var table = table
        if let note = lab.editsNote { table.caption += (table.caption.isEmpty ? "" : ", ") + note }
        emit(.table(table))
    }
}
