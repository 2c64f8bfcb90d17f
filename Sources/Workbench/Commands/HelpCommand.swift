import Language

/// `help [WHAT]`: how commands, functions and settings are used.
enum HelpCommand: Command {
    static let name = "help"
    static let summary = "lists the commands, or says how one of them is used"
    static let signature = Signature([.optional("WHAT", .topic, "a command, function, setting or built-in value")])
    static let examples = [
        Example("help", "lists everything there is"),
        Example("help set", "says how 'set' is used"),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let what = arguments.text("WHAT") else {
            Help.overview.forEach(session.emit)
            return nil
        }
        guard let page = Help.topic(what) else {
            let help = Suggestion.help(for: what, in: Help.topics) ?? "'help' lists what there is"
            throw arguments.error("no help on '\(what)'", at: "WHAT", help: help)
        }
        page.forEach(session.emit)
        return nil
    }
}
