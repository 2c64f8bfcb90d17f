/// An error that knows what a person can do about it.
protocol HelpfulError: Error {
    /// One line below the message; `nil` where nothing is known.
    var help: String? { get }
}
