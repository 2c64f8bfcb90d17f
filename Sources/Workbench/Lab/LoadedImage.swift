import Imaging

/// A picture with the user's wishes for how it comes to the network's input.
package struct LoadedImage: Sendable {
    package let name: String
    package let image: Image
    /// The size to bring it to instead of the model's own.
    package let size: GridSize?
    package let fit: Preprocessing.Fit?

    /// The model's preprocessing with the wishes for this picture.
    func preprocessing(for model: Preprocessing) -> Preprocessing {
        var adjusted = model
        if let fit, fit != model.fit {
            adjusted.fit = fit
            adjusted.resizeShortSide = nil
        }
        if let size {
            adjusted.resizeShortSide = nil
            (adjusted.heightInPixels, adjusted.widthInPixels) = (size.rows, size.columns)
        }
        return adjusted
    }
}
