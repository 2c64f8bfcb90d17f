import Imaging
import Inference
import Tensors

extension Lab {
    /// One line on the current model: its size, cost, input and classes.
    var modelSummary: String {
        guard let model else { return "no model is loaded" }
        let layers = model.network.layers.all
        let parameters = Count.grouped(layers.reduce(0) { $0 + $1.parameterCount })
        let cost = Count.short(layers.reduce(0) { $0 + $1.multiplyAdds })
        let output = model.network.values[model.logitsName]?.shape
        let count = model.network.outputs.count
        let classes =
            count > 1
            ? "\(count) results: \(model.network.outputs.joined(separator: ", "))"
            : output.map { $0.rank > 2 ? "output \($0)" : "\($0.dimensions.last ?? 0) outputs" } ?? ""
        let names = model.model.labelsTitle.map { " (\($0))" } ?? ""
        let license = model.model.license.map { ", \($0)" } ?? ""
        return "\(model.model.name): \(layers.count) layers, \(parameters) parameters, \(cost) multiply-adds\n"
            + "input \(model.inputShape)\(furtherInputs(of: model)), \(classes)\(names)\(license)"
    }

    /// `, 'mask' 1x1x64x64`.
    private func furtherInputs(of model: LoadedModel) -> String {
        model.furtherInputs.map { ", '\($0.name)' \($0.info.shape)" }.joined()
    }

    /// One line on the current image: its size, and what the model makes of it.
    var imageSummary: String {
        guard let image else { return "no image is loaded" }
        let kind = [1: "gray", 3: "RGB", 4: "RGB with alpha"][image.image.channelCount] ?? "\(image.image.channelCount) channels"
        let size = "\(image.image.heightInPixels)x\(image.image.widthInPixels)"
        let preparation = model.map { "; for the network: \($0.preprocessing.geometry)" } ?? ""
        return "\(image.name): \(size) \(kind)\(preparation)"
    }
}
