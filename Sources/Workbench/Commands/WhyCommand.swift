import Exploration
import Inference
import Language

/// `why ADDRESS`, `why class NAME`: the arithmetic behind one number.
enum WhyCommand: Command {
    static let name = "why"
    static let summary = "opens one number: the terms it is the sum of, where each comes from, and what is left over"
    static let signature = Signature(
        [.optional("PLACE", .address, "a unit such as 'conv1:3@12,14'; what is left open is where the value is greatest")],
        clauses: [
            .clause("class", "NAME", .classLabel, "the logit of a class instead, by the channels and places of the last maps"),
            .clause("term", "N", .count, "the number behind term N of the last ledger: one level down"),
            .flag("back", "one level up again"),
            .clause("top", "N", .count, "how many terms are listed, 10 where nothing is said"),
        ])
    static let examples = [
        Example("why conv1:3@12,14", "the 25 products and the bias behind one number", after: "load digits; load digit-7"),
        Example("why conv2:5 top 20", "the strongest place of a channel", after: "load digits; load digit-7"),
        Example("why term 1", "the number behind the largest term", after: "load digits; load digit-7; why conv2:5"),
        Example("why relu1:3@12,14", "what an activation did", after: "load digits; load digit-7"),
    ]

    private static let standardTop = 10

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        try checkAlone(arguments)
        let view = LedgerView(session: session, top: arguments.integer("top") ?? standardTop)
        if let word = arguments.text("class") {
            let ledger = try arguments.located(at: "class") {
                let number = try session.lab.classNumber(word)
                return try ClassLedger(
                    of: number, logits: session.lab.requireModel().logitsName, book: session.lab.ledgerBook(in: session))
            }
            try keep(try view.show(ledger), trail: [], in: session)
            return .number(ledger.recomputed)
        }
        let (chosen, trail) = try unit(arguments, in: session)
        let ledger = try session.lab.ledgerBook(in: session).ledger(of: chosen.unit)
        if let sentence = try view.pixelSentence(of: ledger) {
            session.emit(.text(sentence))
            try keep([], trail: trail, in: session)
        } else {
            try keep(try view.show(ledger, choice: chosen.choice), trail: trail, in: session)
        }
        return .number(ledger.recomputed ?? ledger.value)
    }

    /// Only one of the ways to say what is to be opened may be used.
    private static func checkAlone(_ arguments: Arguments) throws {
        let given = ["PLACE", "class", "term", "back"].filter { arguments.has($0) }
        guard given.count > 1 else { return }
        throw arguments.error("expected one thing to open, found \(given.count)", at: given[1])
    }

    /// The unit to open, and the units above it.
    private static func unit(_ arguments: Arguments, in session: Session) throws -> (ChosenUnit, [NetworkUnit]) {
        if let number = arguments.integer("term") {
            let open = try arguments.located(at: "term") { try openLedger(in: session) }
            guard number <= open.sources.count else {
                throw arguments.error("no term \(number): the last ledger has \(open.sources.count)", at: "term")
            }
            guard let unit = open.sources[number - 1] else {
                throw arguments.error("term \(number) does not depend on the picture: there is nothing behind it", at: "term")
            }
            return (ChosenUnit(unit: unit, choice: nil), open.trail + [unit])
        }
        if arguments.has("back") {
            let open = try arguments.located(at: "back") { try openLedger(in: session) }
            guard let unit = open.trail.dropLast().last else {
                throw arguments.error("nothing was opened above the last ledger", at: "back")
            }
            return (ChosenUnit(unit: unit, choice: nil), open.trail.dropLast())
        }
        let chosen = try arguments.located(at: "PLACE") { try session.lab.unit(at: arguments.address("PLACE"), in: session) }
        return (chosen, [chosen.unit])
    }

    private static func openLedger(in session: Session) throws -> OpenLedger {
        guard let open = session.lab.openLedger, open.network == (try session.lab.requireModel()).network.identifier else {
            throw Diagnostic("no ledger is open", help: "'why ADDRESS' opens one")
        }
        return open
    }

    private static func keep(_ sources: [NetworkUnit?], trail: [NetworkUnit], in session: Session) throws {
        session.lab.openLedger = OpenLedger(
            network: try session.lab.requireModel().network.identifier, sources: sources, trail: trail)
    }
}
