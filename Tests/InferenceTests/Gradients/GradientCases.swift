/// The rows that check every operator's gradient, one table a family.
enum GradientCases {
    static let all = activations + elementwise + windows + normalizations + products + movements + reductions + samplings

    /// Operators that are constant wherever they are smooth.
    static let zeroGradients: Set<String> = ["Ceil", "Floor", "Hardmax", "Round", "Sign"]
}
