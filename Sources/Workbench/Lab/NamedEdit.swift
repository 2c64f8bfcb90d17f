import Inference

/// A change inside the network, as the person said it.
package struct NamedEdit: Sendable {
    package let edit: Edit
    /// The command that made it, such as `ablate conv1:3`.
    package let name: String
}

extension Lab {
    /// What a caption says of the edits in force: `edited: ablate conv1:3; scale conv2:1 by 2`; `nil` where there are none.
    ///
    /// More than ``namedEditLimit`` are counted.
    var editsNote: String? {
        guard !edits.isEmpty else { return nil }
        let names = Array(Set(edits.map(\.name))).count > Self.namedEditLimit ? [] : uniqueEditNames
        return "edited: " + (names.isEmpty ? "\(edits.count) edits" : names.joined(separator: "; "))
    }

    /// One command may make several edits.
    private var uniqueEditNames: [String] {
        var seen = Set<String>()
        return edits.map(\.name).filter { seen.insert($0).inserted }
    }

    private static let namedEditLimit = 3
}
