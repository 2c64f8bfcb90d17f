import Inference

/// What one command changed inside the network, as the person said it.
package struct NamedEdit: Sendable {
    /// The command that made it, such as `ablate conv1:3`.
    package let name: String
    /// One a layer.
    package let edits: [Edit]

    package init(name: String, edits: [Edit]) {
        self.name = name
        self.edits = edits
    }
}

extension Lab {
    /// What a caption says of the edits in force: `edited: ablate conv1:3; scale conv2:1 by 2`; `nil` where there are none.
    ///
    /// More than ``namedEditLimit`` are counted.
    package var editsNote: String? {
        guard !edits.isEmpty else { return nil }
        return "edited: " + (edits.count > Self.namedEditLimit ? "\(edits.count) edits" : edits.map(\.name).joined(separator: "; "))
    }

    /// `1 edit`, `2 edits`; `nil` where there are none.
    package var editCount: String? {
        edits.isEmpty ? nil : "\(edits.count) edit\(edits.count == 1 ? "" : "s")"
    }

    private static let namedEditLimit = 3
}

extension Lab {
    /// What is current, for the prompt: `digits conv1, 2 edits`; `nil` where nothing is loaded.
    package var promptNote: String? {
        let place = [model?.model.name, currentLayer?.name].compactMap(\.self).joined(separator: " ")
        let parts = [place, editCount ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
