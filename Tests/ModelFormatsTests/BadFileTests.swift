import ModelFormats
import TestSupport
import Testing

/// Every model file in `Fixtures/bad` is refused, in words that say what is wrong with it.
struct BadFileTests {
    static let messages: [String: String] = [
        "bomb.npz": "member 'a.npy': more than 1073741824 bytes in one member",
        "code-in-header.npy": "not an NPY file: expected '(', found '__import__(''",
        "deeply-nested.onnx": "not an ONNX file: more than 64 messages inside one another",
        "empty-stack.pkl": "not a pickle file: a value is taken from an empty stack",
        "empty.bin": "expected a model file (safetensors, legacy PyTorch, NPY, NPZ, PyTorch, pickle, ONNX), found an empty file",
        "empty.onnx": "expected a model file (safetensors, legacy PyTorch, NPY, NPZ, PyTorch, pickle, ONNX), found an empty file",
        "evaluates.pkl": "refuses to call 'builtins.eval': a file of weights has no need of it",
        "expanded.pth": "tensor 'weight': a file whose tensors overlap is not supported",
        "exponential.pkl": "more than 15360 values in a pickle",
        "external-missing.onnx": "tensor 'weight': no file 'bad/nowhere.weights'",
        "external-outside-folder.onnx":
            "tensor 'weight': a file of weights outside the model's directory ('../good/external.weights') is not supported",
        "header-too-long.safetensors": "header: expected 90000000 bytes, found 2",
        "huge-shape.npy": "no tensor can have the shape 4294967296x4294967296",
        "missing-key.npy": "not an NPY file: a header without 'descr', 'fortran_order' and 'shape'",
        "missing-storage.pth": "tensor 'weight': not a PyTorch file: no storage '0' in the archive",
        "negative-dimension.onnx": "tensor 'weight': no tensor can have the shape 2x-3",
        "negative-shape.safetensors": "tensor 'weight': no tensor can have the shape -2x-3",
        "negative-stride.pth": "tensor 'weight': a tensor of 2x3 reaches outside the 6 elements stored",
        "nested-lists.pkl": "more than 16 containers inside one another",
        "no-graph.onnx": "not an ONNX file: no graph",
        "no-json.safetensors": "not a safetensors file: the header is not the JSON object expected",
        "no-pickle.pth":
            "expected a model file (safetensors, legacy PyTorch, NPY, NPZ, PyTorch, pickle, ONNX), found the bytes 50 4b 03 04 14 00 00 00",
        "no-tensors.pkl": "not a pickle file: no tensors in it",
        "objects.npy": "an array of NumPy's type '|O' is not supported",
        "offset-outside.pth": "tensor 'weight': a tensor of 2x3 reaches outside the 6 elements stored",
        "offsets-outside.safetensors": "tensor 'weight': numbers from byte 8: expected 24 bytes, found 16",
        "offsets-reversed.safetensors": "tensor 'weight': not a safetensors file: numbers from byte 24 to byte 0",
        "overflowing-offset.pth": "tensor 'weight': a tensor of 2x3 reaches outside the 6 elements stored",
        "overflowing-shape.onnx": "tensor 'weight': no tensor can have the shape 1099511627776x1099511627776",
        "random.bin":
            "expected a model file (safetensors, legacy PyTorch, NPY, NPZ, PyTorch, pickle, ONNX), found the bytes 25 f4 c1 6a eb 80 47 ff",
        "records.npy": "not an NPY file: expected a quoted word, found '[('a', '<f4''",
        "runs-command-legacy.pth": "refuses to call 'os.system': a file of weights has no need of it",
        "runs-command.pth": "refuses to call 'os.system': a file of weights has no need of it",
        "shape-too-large.safetensors": "tensor 'weight': expected 32 bytes for 2x4 of float32, found 24",
        "stride-outside.pth": "tensor 'weight': a tensor of 2x3 reaches outside the 6 elements stored",
        "strings.onnx": "tensor 'weight': not an ONNX file: texts as raw bytes",
        "text.onnx":
            "expected a model file (safetensors, legacy PyTorch, NPY, NPZ, PyTorch, pickle, ONNX), found a text that begins with '<!DOCTYP'",
        "too-few-bytes.onnx": "tensor 'weight': expected 32 bytes for 2x4 of float32, found 24",
        "truncated-legacy.pth": "pickle: expected 1 bytes, found 0",
        "truncated.npy": "expected 24 bytes for 2x3 of float32, found 20",
        "truncated.npz": "not a zip file: no directory at the end",
        "truncated.onnx": "not an ONNX file: field 7 at byte 2: expected 863 bytes, found 195",
        "truncated.pth": "not a zip file: no directory at the end",
        "unknown-instruction.pkl": "not a pickle file: the instruction 255 at byte 2",
        "unknown-type.onnx": "tensor 'weight': a tensor of the data type 99 is not supported",
        "unknown-type.safetensors": "tensor 'weight': the type 'F4' is not supported",
        "whole-module.pth": "refuses to call 'torch.nn.modules.container.Sequential': a file of weights has no need of it",
        "wrong-checksum.npz": "member 'first.npy': not a zip file: the checksum does not agree with the bytes",
    ]

    @Test(arguments: messages.keys.sorted())
    func `a bad file is refused with its reason`(name: String) throws {
        let file = try MappedFile(path: Fixtures.bad(name))
        do throws(ModelFormatError) {
            _ = try ModelFormatCatalog.read(file)
            Issue.record("'\(name)' was read")
        } catch {
            let message = error.description.replacing(Fixtures.folder, with: "")
            #expect(message == Self.messages[name].map { "'bad/\(name)': \($0)" })
        }
    }
}
