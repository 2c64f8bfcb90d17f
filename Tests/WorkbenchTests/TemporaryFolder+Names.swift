import TestSupport

extension TemporaryFolder {
    /// A source in which every plain file name is one in this folder, and `photos/` is this folder, as the working directory belongs to
    /// all tests.
    func holding(_ source: String) -> String {
        source.replacing(" in photos/", with: " in \(path)/").replacing(
            /[\w\-.\/$]+\.(npy|csv|png|svg|pdf|html|jpg|txt|cnns|ipynb|md|onnx|pth)\b/
        ) { match in
            let name = match.output.0
            return name.contains { $0 == "/" || $0 == "$" } ? String(name) : "\(path)/\(name)"
        }
    }
}
