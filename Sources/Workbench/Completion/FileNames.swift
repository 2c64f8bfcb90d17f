import Glibc

/// The names in a folder, for completion.
enum FileNames {
    /// Entries that are offered at most.
    private static let limit = 500

    /// Files of the given extensions, of any where none is given, and folders whose paths begin as typed.
    static func matching(_ typed: String, extensions: [String]) -> [CompletionItem] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let prefix = typed.dropFirst(folder.count)
        guard let directory = opendir(folder.isEmpty ? "." : UserPath.expanded(folder)) else { return [] }
        defer { closedir(directory) }
        var items: [CompletionItem] = []
        while let entry = readdir(directory), items.count < limit {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), name.hasPrefix(".") == prefix.hasPrefix("."), name != ".", name != ".." else { continue }
            if isFolder(UserPath.expanded(folder) + name) {
                items.append(CompletionItem(folder + name + "/", "folder"))
            } else if extensions.isEmpty || extensions.contains(where: { name.lowercased().hasSuffix("." + $0) }) {
                items.append(CompletionItem(folder + name, "file"))
            }
        }
        return items.sorted { $0.text < $1.text }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
