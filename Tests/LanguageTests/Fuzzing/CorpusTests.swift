import TestSupport
import Testing

/// What coverage-guided fuzzing found that reaches different code, read once more; `make fuzz` looks for new inputs.
struct CorpusTests {
    @Test func `whatever reached new code in the lexer keeps its promises`() throws {
        for input in try FuzzCorpus.inputs("FuzzLexer") { #expect(LexerProperties.violation(by: input) == nil, "\(input)") }
    }

    @Test func `whatever reached new code in the parser keeps its promises`() throws {
        for input in try FuzzCorpus.inputs("FuzzParser") { #expect(ParserProperties.violation(by: input) == nil, "\(input)") }
    }
}
