/// What the parser has to know of the commands: their verbs, and where their arguments leave word mode.
package struct Vocabulary: Sendable {
    /// How the arguments of one verb are read.
    package struct Verb: Sendable {
        /// Words after which an expression stands, such as `where`.
        package let expressionWords: Set<String>
        /// Whether a whole sentence follows, as after `time`.
        package let takesStatement: Bool

        package init(expressionWords: Set<String> = [], takesStatement: Bool = false) {
            self.expressionWords = expressionWords
            self.takesStatement = takesStatement
        }
    }

    package let verbs: [String: Verb]

    package init(_ verbs: [String: Verb]) { self.verbs = verbs }

    /// Verbs whose arguments are plain words.
    package init(verbs: [String]) {
        self.verbs = Dictionary(verbs.map { ($0, Verb()) }, uniquingKeysWith: { first, _ in first })
    }
}
