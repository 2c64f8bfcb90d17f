import Imaging

/// Lets a person go through something picture by picture, at a key.
///
/// A front end that has a screen and keys provides one as ``Session/stepper``; without one, commands show what they were asked for and end.
package protocol Stepper: AnyObject {
    /// Makes the screen ready.
    func begin()

    /// Shows a figure in the place of the one before, a line of help below it, and waits for a key.
    ///
    /// - Returns: The character of the key; `↑`, `↓`, `←` and `→` for the arrows; ``StepperKey/interrupt`` for Ctrl-C; `nil` when no more
    ///   keys can come.
    func key(after figure: Figure, hint: String) -> Character?

    /// Gives the screen back.
    func end()
}

/// Keys with a meaning of their own.
package enum StepperKey {
    package static let interrupt: Character = "\u{03}"
    package static let escape: Character = "\u{1B}"
}
