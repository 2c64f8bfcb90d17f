import ModelFormats

/// The networks that `net` has made, by name; what they are made from, not their weights.
struct RecipeShelf {
    /// The oldest are forgotten first.
    private static let capacity = 256

    private(set) var recipes: [NetworkRecipe] = []

    mutating func put(_ recipe: NetworkRecipe) {
        recipes.removeAll { $0.name == recipe.name }
        recipes.append(recipe)
        recipes.removeFirst(max(0, recipes.count - Self.capacity))
    }
}

extension Lab {
    func remember(_ recipe: NetworkRecipe) { shelf.put(recipe) }

    /// What a network of this name was made from.
    func recipe(named name: String) -> NetworkRecipe? { shelf.recipes.first { $0.name == name } }

    /// The names of the networks made so far, oldest first.
    var recipeNames: [String] { shelf.recipes.map(\.name) }
}
