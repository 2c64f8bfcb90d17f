import Inference
import ModelFormats
import Tensors

/// Why the laboratory cannot do what it is asked to.
package enum LabError: HelpfulError, CustomStringConvertible {
    case noModel
    case noImage
    case noLayer
    case noOutput(model: String)
    case noInput(model: String)
    /// An input whose shape the file leaves open; `nil` where even the number of its dimensions is.
    case openInput(String, declared: [Int?]?, source: String)
    /// A picture of a size for which the file does not declare its input.
    case declaredOtherwise(input: String, declared: [Int?], found: Shape, source: String)
    /// Inputs that nothing is fed to, each with its name and shape.
    case missingInputs([(name: String, shape: Shape)], model: String)
    case noSuchInput(String, model: String, inputs: [String])
    case noSuchChannel(Int, layer: String, count: Int)
    case noChannels(layer: String, shape: Shape)
    case noFilters(layer: String, kind: String)
    case noBias(layer: String, kind: String)
    case noScores(model: String, shape: Shape)
    case inputShape(expected: Shape, found: Shape)
    case labelCount(expected: Int, found: Int)
    case differentShapes(String, Shape, String, Shape)
    case noEdits
    case notInChain(String, last: String)
    case noPictures(model: String, shape: Shape)
    /// What cannot be edited: its value is no batch of one float32 image.
    case notEditable(layer: String, shape: Shape)
    /// An edit names a place that the network has not at another size.
    case editDoesNotFit(String, reason: String)
    /// The model's file was made shorter while it was in use.
    case fileCut(path: String)
    case noUnit(row: Int, column: Int, layer: String, shape: Shape)

    package var description: String {
        switch self {
        case .noModel: "no model is loaded"
        case .noImage: "no image is loaded"
        case .noLayer: "no layer is current"
        case .noOutput(let model): "'\(model)' has no output"
        case .noInput(let model): "'\(model)' has no input"
        case .openInput(let name, let declared, _):
            "the shape of input '\(name)' is open" + (declared.map { ": \(GraphInput.spelled($0))" } ?? "")
        case .declaredOtherwise(let input, let declared, let found, _):
            "input '\(input)' is declared as \(GraphInput.spelled(declared)), found \(found)"
        case .missingInputs(let inputs, let model):
            "nothing is fed to " + inputs.map { "'\($0.name)' (\($0.shape))" }.joined(separator: " and ") + " of '\(model)'"
        case .noSuchInput(let name, let model, let inputs):
            "no input '\(name)' in '\(model)', which has \(inputs.map { "'\($0)'" }.joined(separator: ", "))"
        case .noSuchChannel(let channel, let layer, let count): "no channel \(channel) in '\(layer)', which has \(count)"
        case .noChannels(let layer, let shape): "expected maps [1, C, H, W], found the shape \(shape) at '\(layer)'"
        case .noFilters(let layer, let kind): "'\(layer)' (\(kind)) has no filters"
        case .noBias(let layer, let kind): "'\(layer)' (\(kind)) has no bias"
        case .noScores(let model, let shape): "expected one score a class at the end of '\(model)', found the shape \(shape)"
        case .inputShape(let expected, let found): "expected a tensor of shape \(expected), found \(found)"
        case .noPictures(let model, let shape): "'\(model)' takes no pictures, but tensors of shape \(shape)"
        case .labelCount(let expected, let found): "expected \(expected) labels, found \(found)"
        case .differentShapes(let first, let a, let second, let b): "'\(first)' is \(a), '\(second)' is \(b)"
        case .noEdits: "no edits are in force"
        case .notInChain(let layer, let last): "'\(layer)' is no convolution of the naive chain, which ends at '\(last)'"
        case .notEditable(let layer, let shape): "expected channels [1, C, …] of float32, found the shape \(shape) at '\(layer)'"
        case .editDoesNotFit(let name, let reason): "the edit '\(name)' does not fit the network at this size: \(reason)"
        case .fileCut(let path): "'\(path)' was cut short while it was in use: what was shown last may be wrong"
        case .noUnit(let row, let column, let layer, let shape): "no place @\(row),\(column) in '\(layer)', whose shape is \(shape)"
        }
    }

    /// What to do about it.
    package var help: String? {
        switch self {
        case .noModel: "'load digits' needs no network, 'load efficientnet-lite0' knows photographs"
        case .noImage: "'load digit-7' or 'load chelsea' loads a sample, 'load PATH' a picture of yours"
        case .noLayer: "'layers' lists them, 'layer NAME' makes one current, 'of NAME' names one"
        case .editDoesNotFit: "'undo' takes back the last edit, 'restore' all of them"
        case .noFilters, .noBias: "'layers *conv*' lists the convolutions"
        case .noEdits: "'ablate conv1:3' makes one"
        case .openInput(let name, let declared, let source):
            "'load \(source) input \(name)=\(declared.map { $0.map { $0.map(String.init) ?? "1" }.joined(separator: "x") } ?? "1x3x224x224")'"
                + " states it"
        case .declaredOtherwise(_, let declared, let found, let source):
            zip(declared, found.dimensions).contains { $0 == 1 && $1 == 3 || $0 == 3 && $1 == 1 }
                ? "'set input order' says how many channels a picture has" : "'load \(source) input \(found)' loads it for that shape"
        case .missingInputs(let inputs, _):
            inputs.first.map { "'load input FILE.npy as \($0.name)' feeds a tensor" }
        case .fileCut: "the model is forgotten, 'load' brings it back once the file is whole"
        case .noPictures: "'load input FILE.npy' feeds a tensor as it is"
        default: nil
        }
    }
}
