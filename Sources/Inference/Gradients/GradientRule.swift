/// What a rectifier (`Relu`, `Clip`) passes back of the gradient that reaches it.
package enum GradientRule: String, Sendable, CaseIterable {
    /// The derivative: the gradient wherever the input was let through.
    case exact
    /// Positive gradients only, and only where the input was let through.
    ///
    /// Source: Springenberg et al., "Striving for Simplicity", 2015, arXiv:1412.6806.
    case guided
    /// Positive gradients, wherever they come from.
    ///
    /// Source: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014, arXiv:1311.2901.
    case deconvolution
}
