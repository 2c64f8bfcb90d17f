/// `restore`: takes back all edits.
enum RestoreCommand: Command {
    static let name = "restore"
    static let summary = "takes back all edits: the network is as it was loaded"
    static let signature = Signature()
    static let examples = [
        Example("restore", "takes back all edits", after: "load digits; load digit-7; ablate conv2:5; scale conv1:2 by 2")
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let lab = session.lab
        if lab.edits.isEmpty {
            session.emit(.text("nothing is edited"))
        } else {
            try lab.takeBack(lab.edits.count, in: session)
        }
        return nil
    }
}
