/// `undo`: takes back the last edit.
enum UndoCommand: Command {
    static let name = "undo"
    static let summary = "takes back what the last 'ablate', 'keep', 'scale' or 'swap' did"
    static let signature = Signature()
    static let examples = [Example("undo", "takes back the last edit", after: "load digits; load digit-7; ablate conv2:5")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard !session.lab.edits.isEmpty else { throw LabError.noEdits }
        try session.lab.takeBack(1, in: session)
        return nil
    }
}
