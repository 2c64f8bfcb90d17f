import TestSupport

extension TemporaryFolder {
    /// A source in which every plain file name is one in this folder, as the working directory belongs to all tests.
    func holding(_ source: String) -> String {
        source.replacing(/[\w\-.\/$]+\.(npy|csv|png|jpg|txt|cnns|onnx|pth)\b/) { match in
            let name = match.output.0
            return name.contains { $0 == "/" || $0 == "$" } ? String(name) : "\(path)/\(name)"
        }
    }
}
