import TestSupport
import Testing

/// What coverage-guided fuzzing found that reaches different code, read once more; `make fuzz` looks for new inputs.
struct AnswerCorpusTests {
    @Test func `whatever reached new code in the reader of answers keeps its promises`() throws {
        for input in try FuzzCorpus.inputs("FuzzAnswers") { #expect(AnswerProperties.violation(by: input) == nil, "\(input)") }
    }
}
